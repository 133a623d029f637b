// host-only: a part of core's keyboard shortcuts
/** Those of core's keys that bring text into the composer. */
const KEYS = {
  "shift+r": replyToTopic,
  q: quoteReply,
};

function replyToTopic(owner) {
  owner.lookup("controller:topic").replyToPost();
}

function quoteReply(owner) {
  owner.lookup("service:app-events").trigger("quote-button:quote");
}

function keyName(event) {
  return (event.shiftKey ? "shift+" : "") + event.key.toLowerCase();
}

function isTyping({ target }) {
  return target.closest?.("input, textarea, select, [contenteditable]");
}

/** Listens while a topic is shown; returns what ends it. */
export function listenForShortcuts(owner) {
  const pressed = (event) => {
    const handler = KEYS[keyName(event)];
    if (
      handler &&
      !isTyping(event) &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      event.preventDefault();
      handler(owner);
    }
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
