/**
 * Has the browser's random generator give these bytes while `make` runs, each once and in this order.
 *
 * @param supply overwritten by none: what is drawn is a copy
 * @returns what `make` gave, and the arrays that were filled
 */
export async function drawing<T>(
  supply: Uint8Array[],
  make: () => T | Promise<T>
): Promise<{ made: T; drawn: Uint8Array[] }> {
  const drawn: Uint8Array[] = [];
  const fill = (array: Uint8Array) => {
    const next = supply[drawn.length];
    if (next?.length !== array.length) {
      throw new Error(`there are no ${array.length} bytes to draw`);
    }
    array.set(next);
    drawn.push(array);
    return array;
  };
  Object.defineProperty(crypto, "getRandomValues", {
    configurable: true,
    value: fill,
  });
  try {
    return { made: await make(), drawn };
  } finally {
    Reflect.deleteProperty(crypto, "getRandomValues"); // the prototype's again
  }
}
