/** [spoiler]: a div around blocks, a span within a line. */
export default function spoiler(md) {
  md.bbcodeBlocks.set("spoiler", {
    before(state) {
      state.push("spoiler_open", "div", 1).attrs = [["class", "spoiler"]];
    },
    after(state) {
      state.push("spoiler_close", "div", -1);
    },
  });

  md.bbcodeInlines.set("spoiler", {
    render(state, _attrs, content) {
      state.push("spoiler_open", "span", 1).attrs = [["class", "spoiler"]];
      content();
      state.push("spoiler_close", "span", -1);
    },
  });
}
