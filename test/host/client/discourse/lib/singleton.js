// Classes with one instance of note: current(), currentProp(), resetCurrent().

/** @param {Function} targetKlass may have its own static createCurrent() */
export default function singleton(targetKlass) {
  let current;

  targetKlass.createCurrent ??= function () {
    return this.create();
  };

  targetKlass.current = function () {
    current ||= this.createCurrent();
    return current;
  };

  targetKlass.currentProp = function (property, value) {
    const instance = this.current();
    if (value !== undefined) {
      instance?.set(property, value);
      return value;
    }
    return instance?.get(property);
  };

  targetKlass.resetCurrent = function (value) {
    current = value;
    return value;
  };

  return targetKlass;
}
