/** An input may take no longer, in milliseconds of the processor: others may be at work beside it. */
export const LIMIT = 50;
/** One that did is tried at most so often again, since memory may have been cleaned up meanwhile. */
const AGAIN = 5;

/** Opens inputs by the heart and by the readers in Ruby, and says what is wrong with that. */
export class Judge {
  #plain;
  #counted;
  #reader;

  constructor({ plain, counted }, reader) {
    this.#plain = plain;
    this.#counted = counted;
    this.#reader = reader;
  }

  /**
   * What is wrong with each input, in words that are the same for the same fault, or null; and what the heart made of it.
   *
   * @param onOpened told of each, once the heart has opened it
   */
  async judge(decoder, inputs, onOpened = () => {}) {
    const asked =
      decoder.form === "record"
        ? inputs.map(() => ({ reader: null, server: null }))
        : this.#reader.ask(decoder.name, inputs);
    const opened = [];
    for (const [i, given] of inputs.entries()) {
      opened.push(await attempt(this.#counted, decoder.name, given));
      onOpened(i);
    }
    const answers = await asked;
    const verdicts = [];
    for (const [i, given] of inputs.entries()) {
      const ours = opened[i];
      const problem =
        fault(decoder, ours, answers[i]) ??
        (await this.#slowness(decoder.name, given, ours, answers[i]));
      verdicts.push({ problem, ours });
    }
    return verdicts;
  }

  async #slowness(name, given, ours, { server }) {
    if (ours.milliseconds > LIMIT) {
      // without the counters, which take time of their own
      ours.milliseconds = await shortestOf(() =>
        processorTime(() => attempt(this.#plain, name, given))
      );
    }
    if (server?.milliseconds > LIMIT) {
      server.milliseconds = await shortestOf(
        async () =>
          (await this.#reader.ask(name, [given]))[0].server.milliseconds
      );
    }
    const slow = [
      ["the heart", ours],
      ["the server", server],
    ].find(([, verdict]) => verdict?.milliseconds > LIMIT);
    return slow ? `${slow[0]} takes more than ${LIMIT} ms` : null;
  }
}

function fault(decoder, ours, { reader, server }) {
  return (
    crash("the heart", ours) ??
    crash("the second reader", reader) ??
    crash("the server", server) ??
    difference(ours, reader, "the second reader", "same") ??
    difference(ours, server, "the server", decoder.server)
  );
}

async function shortestOf(measure) {
  let least = Infinity;
  for (let i = 0; i < AGAIN && least > LIMIT; i++) {
    least = Math.min(least, await measure());
  }
  return least;
}

async function processorTime(step) {
  const began = process.cpuUsage();
  await step();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

async function attempt({ heart, causeOf }, name, given) {
  const began = performance.now();
  let found;
  try {
    found = { gives: await heart[name](given) };
  } catch (error) {
    const refused = causeOf(error);
    found = refused ? { refused } : { crashed: String(error?.stack ?? error) };
  }
  return { ...found, milliseconds: performance.now() - began };
}

function crash(who, verdict) {
  return verdict?.crashed ? `${who} crashes: ${verdict.crashed}` : null;
}

function difference(ours, other, who, takes) {
  if (!other) {
    return null;
  }
  if (ours.gives && !other.gives) {
    return takes === "less"
      ? null
      : `the heart accepts what ${who} refuses (${other.refused})`;
  }
  if (!ours.gives) {
    return !other.gives || takes === "more"
      ? null
      : `${who} accepts what the heart refuses (${ours.refused})`;
  }
  const field = Object.keys(other.gives).find(
    (key) =>
      key in ours.gives &&
      JSON.stringify(other.gives[key]) !== JSON.stringify(ours.gives[key])
  );
  return field ? `the heart and ${who} read another ${field}` : null;
}
