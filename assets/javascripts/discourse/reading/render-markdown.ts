/** Decrypted Markdown → HTML that may be shown: core's cooking, then ours. */
import { type TrustedHTML, trustHTML } from "@ember/template";
import { helperContext } from "discourse/lib/helpers";
import { generateCookFunction } from "discourse/lib/text";
import { i18n } from "discourse-i18n";
import { sanitizing } from "./sanitize";
import { Queue, Slices } from "./slices";

/** Core's own quotation marks, for when the site's are none. */
const QUOTATION_MARKS = "“|”|‘|’";
const ARE_MARKS = /^(?:[\p{P}\p{Zs}]{1,2}\|){3}[\p{P}\p{Zs}]{1,2}$/u;

/**
 * Core's cooking puts in what the site says: words in the place of others, links, black bars, and marks
 * in the place of quotation marks. In a text that somebody signed, none of it is theirs, and who
 * controls the site's data could have it say anything. Of the marks those are taken that are some.
 */
function asSigned(): Record<string, unknown> {
  const siteSettings = helperContext().siteSettings as Record<string, unknown>;
  const marks = String(siteSettings["markdown_typographer_quotation_marks"]);

  return {
    disableEmojis: true,
    censoredRegexp: null,
    watchedWordsReplace: null,
    watchedWordsLink: null,
    siteSettings: Object.create(siteSettings, {
      markdown_typographer_quotation_marks: {
        value: ARE_MARKS.test(marks) ? marks : QUOTATION_MARKS,
      },
    }) as unknown,
  };
}

interface Rendering {
  /** whether links to other sites open in a new tab */
  newTab: boolean;
  /** the conversation that it is read in: its posts can be unfolded where they are quoted */
  topicId?: number;
  /** whether anybody still waits for it */
  isWanted?: () => boolean;
}

type Cook = (markdown: string) => string;

const queue = new Queue();
let waiting = 0;

/** Core's engine, which takes longer to make than most texts to cook. Kept no longer than texts wait: it keeps parts of them. */
let engine: Promise<Cook> | null = null;

/**
 * @param markdown a verified text
 * @returns null where it cannot be laid out, say because core's Markdown could not be
 *   fetched: then the text itself can be shown, and that it is so has to be said; and where nobody waits for it any more
 *
 * One text after the other, and all of them in slices between which the page lives on.
 *
 * Emoji are characters: as images, each would be a request that tells the site
 * which emoji the message holds. Nothing is looked up, so mentions, hashtags and
 * oneboxes stay text and links.
 */
export async function renderMarkdown(
  markdown: string,
  rendering: Rendering
): Promise<TrustedHTML | null> {
  waiting++;
  try {
    return await queue.add(() => render(markdown, rendering));
  } catch {
    // not passed on: an error can quote the text it failed on
    return null;
  } finally {
    waiting--;
    if (waiting === 0) {
      engine = null;
    }
  }
}

/** Since when what follows each other in the queue has kept the page waiting. */
const slices = new Slices();

async function render(
  markdown: string,
  { newTab, topicId, isWanted = () => true }: Rendering
): Promise<TrustedHTML | null> {
  await slices.pause();
  engine ??= generateCookFunction(asSigned());
  engine.catch(() => (engine = null));
  const cook = await engine;
  if (!isWanted()) {
    return null;
  }
  const cooked = cook(markdown);
  let html = "";
  await slices.pause();
  for (const piece of sanitizing(cooked, {
    newTab,
    topicId,
    imageLabel: (host) =>
      i18n("encrypted_messages.post.image_blocked", { host }),
    imageTitle: (host) =>
      i18n("encrypted_messages.post.image_blocked_title", { host }),
    uploadLabel: (name) =>
      i18n("encrypted_messages.post.upload_refused", { name }),
  })) {
    html += piece;
    await slices.pause();
    if (!isWanted()) {
      return null;
    }
  }
  return trustHTML(html);
}
