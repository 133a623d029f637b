import fc from "fast-check";
import { concludeHonest, concludeLying } from "./conclusion";
import { LIES } from "./lies";
import { emptyBoxes, prepareCrypto } from "./platform/ideal-crypto";
import { type Scenario, scenarios } from "./scenario";
import { World } from "./world";

/** Milliseconds in which the scenario of a run that failed is made smaller. */
const TIME_TO_SHRINK = 20_000;

export interface Run {
  seed: number;
  scenario: Scenario;
  problems: string[];
  /** What was done, up to the end. */
  trace: string[];
  /** What the site has lied about; null where it was honest. */
  lie: string | null;
  unseen: boolean;
  /** Devices that were told something that they have to notice, and those that have. */
  told: number;
  noticed: number;
  figures: Record<string, number>;
  outcomes: [string, number][];
}

let all: fc.Arbitrary<Scenario>;

/** @param only the honest site, or lies whose name contains this */
export function begin({
  only,
  realRsa,
}: {
  only?: string;
  realRsa: boolean;
}): void {
  const lies = LIES.flatMap(({ name }, at) =>
    !only || name.includes(only) ? [at] : []
  );
  all = scenarios(only === "honest" ? [] : lies, !only);
  prepareCrypto({ realRsa });
}

/** One run; one that fails is made as small as still fails in the same way in the time there is. */
export async function run(seed: number): Promise<Run> {
  let first: Run | null = null;
  let smallest: Run | null = null;
  let until = Infinity;
  // else what is made smaller could end as something else
  const failsAlike = ({ problems }: Run) =>
    problems.some((each) => kindOf(each) === kindOf(first!.problems[0]!));
  await fc.check(
    fc.asyncProperty(all, async (scenario) => {
      if (performance.now() > until) {
        return true; // which ends it soon
      }
      const result = { ...(await simulate(scenario)), seed };
      first ??= result;
      if (failsAlike(result)) {
        smallest = result;
        until = Math.min(until, performance.now() + TIME_TO_SHRINK);
      }
      return !failsAlike(result);
    }),
    { seed, numRuns: 1 }
  );
  return smallest ?? first!;
}

/** Without what it is about. */
function kindOf(problem: string): string {
  return /^[^:]*/.exec(problem)![0];
}

async function simulate(scenario: Scenario): Promise<Omit<Run, "seed">> {
  emptyBoxes();
  const world = new World(scenario);
  const { lie } = world;
  const problems: string[] = [];
  let figures = {};
  try {
    await world.begin();
    await world.play();
    const conclusion = lie
      ? await concludeLying(world, lie)
      : await concludeHonest(world);
    const { attempts } = conclusion;
    problems.push(...conclusion.problems);
    figures = {
      ...conclusion.figures,
      tried: attempts.tried,
      opened: attempts.opened,
    };
  } catch (error) {
    problems.push(`a crash: ${(error as Error).stack}`);
  }
  return {
    scenario,
    problems,
    trace: world.trace,
    lie: lie?.kind.name ?? null,
    unseen: Boolean(lie?.kind.unseen),
    told: lie?.told.size ?? 0,
    noticed: lie?.noticed ?? 0,
    figures: { ...figuresOf(world), ...figures },
    outcomes: [...world.outcomes],
  };
}

function figuresOf(world: World): Record<string, number> {
  const { topics } = world.server;
  const sum = (count: (topic: (typeof topics)[number]) => number) =>
    topics.reduce((total, topic) => total + count(topic), 0);
  return {
    members: world.scenario.members,
    devices: world.devices.length,
    conversations: topics.length,
    entries: sum(({ roster }) => roster.entries.length),
    epochs: sum(({ roster }) => roster.entries.at(-1)!.epoch),
    versions: sum(({ posts }) =>
      posts.reduce((total, { versions }) => total + versions.length, 0)
    ),
    ...world.network.counts,
    ...world.server.counts,
    read: 0,
    doubled: 0,
    tried: 0,
    opened: 0,
  };
}
