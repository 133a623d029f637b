/** [quote="name, post:1, topic:2, full:true"]: aside.quote, with a title where a name is given. */
export default function quote(md) {
  md.bbcodeBlocks.set("quote", {
    before(state, { _default: info = "" }) {
      const said = parseInfo(info);
      const aside = state.push("quote_open", "aside", 1);
      aside.attrs = [
        ["class", groupClass(md, said)],
        ["data-username", said.username],
        ["data-post", said.post],
        ["data-topic", said.topic],
        ["data-full", said.full],
      ]
        .filter(([, value]) => value)
        .map(([name, value]) => [name, String(value)]);
      if (said.username) {
        title(state, md, said);
      }
      state.push("quote_body_open", "blockquote", 1);
    },

    after(state) {
      state.push("quote_body_close", "blockquote", -1);
      state.push("quote_close", "aside", -1);
    },
  });
}

function parseInfo(info) {
  const parts = info.split(/,\s*/).filter(Boolean);
  const value = (key) =>
    parts
      .find((part) => part.startsWith(`${key}:`))
      ?.slice(key.length + 1)
      .trim();
  const username = value("username");
  return {
    username: username ?? parts[0],
    // with a full name the user name follows it
    displayName: username ? parts[0] : undefined,
    post: parseInt(value("post"), 10) || undefined,
    topic: parseInt(value("topic"), 10) || undefined,
    full: value("full") === "true" ? "true" : undefined,
  };
}

function groupClass(md, { username, post, topic }) {
  const { lookupPrimaryUserGroupByPostNumber, lookupPrimaryUserGroup } =
    md.options.discourse;
  const group = lookupPrimaryUserGroupByPostNumber
    ? lookupPrimaryUserGroupByPostNumber(post, topic)
    : lookupPrimaryUserGroup?.(username);
  return group ? `quote group-${group}` : "quote no-group";
}

function title(state, md, said) {
  const options = md.options.discourse;
  state.push("quote_title_open", "div", 1).attrs = [["class", "title"]];
  state.push("quote_controls_open", "div", 1).attrs = [
    ["class", "quote-controls"],
  ];
  state.push("quote_controls_close", "div", -1);

  const avatar = options.lookupAvatarByPostNumber
    ? options.lookupAvatarByPostNumber(said.post, said.topic)
    : options.lookupAvatar?.(said.username);
  if (avatar) {
    state.push("html_block", "", 0).content = avatar;
  }

  const elsewhere =
    said.post && options.topicId && said.topic !== options.topicId;
  const topic = elsewhere && options.getTopicInfo?.(said.topic);
  if (topic) {
    state.push("link_open", "a", 1).attrs = [
      ["href", `${topic.href}/${said.post}`],
    ];
    state.push("html_block", "", 0).content = topic.title;
    state.push("link_close", "a", -1);
  } else {
    const name =
      said.displayName ??
      options.formatUsername?.(said.username) ??
      said.username;
    const text = state.push("inline", "", 0);
    text.content = "";
    text.children = [];
    const label = new state.Token("text", "", 0);
    label.content = ` ${name}:`;
    text.children.push(label);
  }
  state.push("quote_title_close", "div", -1);
}
