/** What the browser's tab says of `topic`: never HTML. */
export default function topicTitleToken(topic) {
  if (!topic) {
    return;
  }
  return topic.errorHtml
    ? topic.errorTitle
    : topic.unicode_title || topic.title;
}
