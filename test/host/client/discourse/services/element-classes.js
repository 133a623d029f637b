import { registerDestructor } from "@ember/destroyable";
import Service from "@ember/service";

/** Classes on `html` and `body` that stay as long as any helper asks for them. */
export default class ElementClassesService extends Service {
  #wanted = new Map();

  registerClasses(helper, element, classes) {
    const before = this.#wanted.get(helper);
    this.#wanted.set(helper, { element, classes });
    if (before) {
      this.removeUnusedClasses(before.element, before.classes);
    } else {
      registerDestructor(helper, () => {
        const last = this.#wanted.get(helper);
        this.#wanted.delete(helper);
        this.removeUnusedClasses(last.element, last.classes);
      });
    }
    element.classList.add(...classes);
  }

  removeUnusedClasses(element, classes) {
    const used = new Set(
      [...this.#wanted.values()]
        .filter((entry) => entry.element === element)
        .flatMap((entry) => entry.classes)
    );
    element.classList.remove(...classes.filter((name) => !used.has(name)));
  }
}
