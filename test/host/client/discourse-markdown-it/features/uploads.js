/**
 * upload:// addresses: the server knows what they stand for and says so by lookupUploadUrls; the client leaves them in
 * data attributes, and looks them up once the HTML is in the page.
 */
export default function uploads(md) {
  const { getURL, lookupUploadUrls } = md.options.discourse;

  md.core.ruler.push("upload-protocol", (state) => {
    const found = state.tokens
      .flatMap((token) => token.children ?? [])
      .map((token) => ({ token, name: token.tag === "a" ? "href" : "src" }))
      .filter(({ token, name }) =>
        token.attrGet(name)?.startsWith("upload://")
      );
    const known =
      lookupUploadUrls?.(found.map(({ token, name }) => token.attrGet(name))) ??
      {};

    for (const { token, name } of found) {
      const original = token.attrGet(name);
      const upload = known[original];
      if (upload) {
        token.attrSet(name, name === "href" ? upload.short_path : upload.url);
      } else {
        token.attrSet(
          name,
          getURL(name === "href" ? "/404" : "/images/transparent.png")
        );
        token.attrSet(`data-orig-${name}`, original);
      }
    }
  });

  // [name|attachment](address)
  md.core.ruler.push("attachment", (state) => {
    for (const { children } of state.tokens) {
      children?.forEach((token, index) => {
        const label = children[index + 1];
        if (
          token.type === "link_open" &&
          /\|attachment$/.test(label?.content)
        ) {
          token.attrJoin("class", "attachment");
          label.content = label.content.replace(/\|attachment$/, "");
        }
      });
    }
  });
}
