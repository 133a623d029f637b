// Imported before anything that asks for the environment while it loads.
import { setEnvironment } from "discourse/lib/environment";

setEnvironment("qunit-testing");
