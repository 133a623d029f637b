import { trustHTML } from "@ember/template";
import curryComponent from "ember-curry-component";
import PostQuotedContent from "discourse/components/post/quoted-content";

/**
 * Makes a component of each quote that names a post: with a way to that post, and
 * with one to unfold it in place, unless the quote says that it is all of it.
 */
export default function decorateQuoteControls(element, context) {
  const { decoratorState, helper, ignoredUsers, owner, post, streamElement } =
    context;

  [...element.querySelectorAll("aside.quote")].forEach((aside, index) => {
    const { username, expanded, full } = aside.dataset;
    const postNumber = parseInt(aside.dataset.post, 10);
    if (!postNumber) {
      return;
    }
    const topicId = parseInt(aside.dataset.topic || post.topic_id, 10);
    const title = aside.querySelector(".title");
    title?.querySelector(".quote-controls")?.remove();
    const blockquote = aside.querySelector("blockquote");

    helper.renderGlimmer(
      aside,
      curryComponent(
        PostQuotedContent,
        {
          collapsedContent: trustHTML(blockquote?.innerHTML ?? ""),
          decoratorState,
          expanded: expanded === "true",
          fullQuote: full === "true",
          id: `quote-id-${topicId}-${postNumber}-${index}`,
          ignoredUsers,
          post,
          quotedPostNumber: postNumber,
          quotedTopicId: topicId,
          quotedUsername: username,
          streamElement,
          title: title && trustHTML(title.innerHTML),
          wrapperElement: aside,
        },
        owner
      ),
      null,
      { append: false }
    );
  });
}
