const SIZE =
  /^(?<alt>.*?)\|(?<width>\d{1,4})x(?<height>\d{1,4})(?:,\s*(?<percent>\d{1,3})%)?$/;

/** ![alt|640x480, 50%](address): the size comes after the alternative text. */
export default function image(md) {
  const render = md.renderer.rules.image;

  md.renderer.rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index];
    const { groups } = SIZE.exec(token.content) ?? {};
    if (groups) {
      const scale = (groups.percent ?? 100) / 100;
      token.attrSet("width", String(Math.round(groups.width * scale)));
      token.attrSet("height", String(Math.round(groups.height * scale)));
      const alt = new token.constructor("text", "", 0);
      alt.content = groups.alt;
      token.children = [alt];
      token.content = groups.alt;
    }
    return render(tokens, index, options, env, self);
  };
}
