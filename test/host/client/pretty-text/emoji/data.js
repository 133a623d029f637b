// Core's table of emoji, in its shape: a few of some thousand, under core's names.

export const aliases = {
  grinning_face_with_smiling_eyes: ["smile"],
  slightly_smiling_face: ["slightly_smiling", "slight_smile"],
  waving_hand: ["wave"],
  "+1": ["thumbs_up", "thumbsup"],
  "-1": ["thumbs_down", "thumbsdown"],
  locked: ["lock"],
  hot_beverage: ["coffee"],
};

export const replacements = {
  "😀": "grinning_face",
  "😃": "smiley",
  "😄": "grinning_face_with_smiling_eyes",
  "😉": "wink",
  "😍": "heart_eyes",
  "😢": "cry",
  "😭": "sob",
  "🙂": "slightly_smiling_face",
  "🙁": "slightly_frowning_face",
  "🤔": "thinking",
  "❤": "heart",
  "👋": "waving_hand",
  "👋🏻": "waving_hand:t2",
  "👋🏼": "waving_hand:t3",
  "👍": "+1",
  "👎": "-1",
  "🎉": "tada",
  "🔒": "locked",
  "🚀": "rocket",
  "🚢": "ship",
  "☕": "hot_beverage",
  "🔥": "fire",
  "💯": "100",
  "🇨🇮": "côte_d_ivoire",
  // no emoji of Unicode's, but of core's
  "♡": "heart",
};

export const emojis = new Set(
  Object.values(replacements).filter((name) => !name.includes(":"))
);
