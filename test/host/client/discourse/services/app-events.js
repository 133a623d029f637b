import Evented from "@ember/object/evented";
import Service from "@ember/service";

/** Events between parts of the application that do not know each other. */
export default class AppEvents extends Service.extend(Evented) {}
