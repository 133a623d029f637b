// The package makes a global, as core's loader shim knows.
import "message-bus-client";

/** The message bus, as its own package gives it. */
export default class MessageBusService {
  static isServiceFactory = true;

  static create() {
    return window.MessageBus;
  }
}
