/**
 * In a pretender handler: the connection breaks. Core's `ajax` settles such a request
 * for those alone who asked to be told (`ignoreUnsent: false`).
 */
export function lost(request: unknown): Promise<never> {
  const { onerror, onloadend } = request as Record<
    string,
    (() => void) | undefined
  >;
  // never at once
  setTimeout(() => {
    onerror?.call(request);
    onloadend?.call(request);
  });
  return new Promise(() => {});
}
