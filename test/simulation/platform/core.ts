import { browserNow, busy } from "./running";

// What the client's services import of Ember and of core, as far as they use it here: one page is one owner. Templates are
// not drawn, so nothing follows what is tracked.

type Named = Record<string, unknown>;

const owners = new WeakMap<object, Owner>();
const destructors = new WeakMap<Owner, (() => void)[]>();

/** What a page holds: each service is made when it is first asked for. */
export class Owner {
  #classes: Record<string, new (owner: Owner) => object>;
  #made: Map<string, unknown>;

  /** @param values of core's services, by name */
  constructor(
    classes: Record<string, new (owner: Owner) => object>,
    values: Named
  ) {
    this.#classes = classes;
    this.#made = new Map(Object.entries(values));
  }

  /** @param name such as "service:encrypted-messages-order" */
  lookup(name: string): unknown {
    const key = name
      .replace(/^service:/, "")
      .replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
    if (!this.#made.has(key) && this.#classes[key]) {
      this.#made.set(key, new this.#classes[key](this));
    }
    return this.#made.get(key);
  }

  destroy(): void {
    destructors.get(this)?.forEach((destructor) => destructor());
  }
}

// @ember/service, @ember/owner, @ember/destroyable

export class Service {
  constructor(owner: Owner) {
    owners.set(this, owner);
  }
}

export function service(_target: object, name: string): PropertyDescriptor {
  return {
    get(this: object) {
      return owners.get(this)?.lookup(name);
    },
  };
}

export function getOwner(object: object): Owner | undefined {
  return owners.get(object);
}

export function registerDestructor(object: object, end: () => void): void {
  const owner = owners.get(object)!;
  destructors.set(owner, [...(destructors.get(owner) ?? []), end]);
}

export function isDestroying(): boolean {
  return false;
}

// @ember/object, @ember/runloop, @ember/reactive/collections, @ember/test-waiters, @ember/template

export function set(object: Named, name: string, value: unknown): void {
  object[name] = value;
}

export function next(callback: () => void): void {
  const isDone = busy();
  setImmediate(() => {
    isDone();
    callback();
  });
}

export function cancel(): void {}

/** What is put off is done once the page has nothing else to do. */
export function discourseDebounce(context: object, method: () => void): void {
  next(() => method.call(context));
}

export function trackedMap(): Map<unknown, unknown> {
  return new Map();
}

export function trackedWeakMap(): WeakMap<object, unknown> {
  return new WeakMap();
}

export function waitForPromise<T>(promise: Promise<T>): Promise<T> {
  return promise;
}

export function trustHTML(html: string): string {
  return html;
}

// @glimmer/tracking

export function tracked(): void {}

export function cached(): void {}

// discourse

export const Session = {
  currentProp: () => "a token",
};

/** By whichever page goes on now. */
export function ajax(
  path: string,
  { type = "GET", data = {} }: { type?: string; data?: Named } = {}
): Promise<unknown> {
  return browserNow().send(type, path, data);
}

export function popupAjaxError(error: unknown): void {
  throw error;
}

export function extractErrorInfo(error: unknown): { message: string } {
  return { message: String(error) };
}

export function escapeExpression(text: string): string {
  return text;
}

/** The key stands for the text. */
export function i18n(key: string): string {
  return key;
}
