/** Focuses a text field, with the cursor after its text. */
export default function putCursorAtEnd(element) {
  element.focus();
  const end = element.value.length;
  element.setSelectionRange(end, end);
  element.scrollTop = element.scrollHeight;
}
