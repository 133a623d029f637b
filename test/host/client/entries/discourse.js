// The application's entry: what core's bundle does when the page has loaded.
import modules from "virtual:host/modules";
import Discourse from "discourse/app";
import { setModules } from "discourse/host/registry";

setModules(modules);
Discourse.create().start();
