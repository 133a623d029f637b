// Where the test server hands out the vectors of others: see test/vectors/README.md.
const ROOT = "/external-vectors";

/** Whether there is such a file. QUnit has to know when a test is defined, so this cannot wait for an answer. */
export function isThere(file: string): boolean {
  const request = new XMLHttpRequest();
  request.open("HEAD", `${ROOT}/${file}`, false);
  request.send();
  const type = request.getResponseHeader("Content-Type") ?? "";
  return request.status === 200 && type.includes("json");
}

/** What is in it. */
export async function contentOf(file: string): Promise<unknown> {
  return (await fetch(`${ROOT}/${file}`)).json();
}
