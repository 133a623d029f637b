/** A model over what the server sent, which lies in a bag of its own. */
export default class WarpRestModel {
  #resource;

  constructor(resource) {
    this.#resource = resource;
  }

  get __resource() {
    return this.#resource;
  }
}

/** Reads and writes the schema's fields in the bag, unless the class has something of that name. */
export function defineFieldForwarders(Klass, schema) {
  for (const { name } of schema.fields) {
    if (!(name in Klass.prototype)) {
      Object.defineProperty(Klass.prototype, name, {
        configurable: true,
        get() {
          return this.__resource[name];
        },
        set(value) {
          this.__resource[name] = value;
        },
      });
    }
  }
}
