/**
 * Core's highlighter of code. Core fetches it from the site once a post with a block of code is
 * there, which tells the site that there is one, and has no setting to do so before. So it is
 * asked to look at a block of code of ours as soon as an encrypted post comes near the view,
 * whatever that says.
 */
import type Owner from "@ember/owner";
import highlightSyntax from "discourse/lib/highlight-syntax";

/** Fetches it, unless it is there. */
export async function fetchHighlighter(owner: Owner): Promise<void> {
  const code = document.createElement("div");
  code.innerHTML = '<pre><code class="lang-plaintext">-</code></pre>';
  try {
    await highlightSyntax(
      code,
      owner.lookup("service:site-settings"),
      owner.lookup("service:session")
    );
  } catch {
    // Code is shown without colours then.
  }
}
