import pretender from "discourse/tests/helpers/create-pretender";
import { people } from "../vendor/vectors";
import { json, type Name, userIdOf } from "./members";

/** A site that answers look-ups of cards when it likes. */
export interface LateSite {
  /** resolves once it has been asked */
  asked: Promise<void>;
  /** lets it answer, from now on at once */
  answer: () => void;
}

/** Answers look-ups of cards with those of `members`, whoever was asked for, but only once it is let. */
export function serveIdentitiesLate(members: Name[]): LateSite {
  let answer!: () => void;
  let hear!: () => void;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const asked = new Promise<void>((resolve) => (hear = resolve));
  const identities = members.map((name) => ({
    user_id: userIdOf(name),
    username: name,
    card: people[name]!.card,
  }));

  pretender.get("/encrypted-messages/identities.json", (async () => {
    hear();
    await answered;
    return json(200, { identities, missing: [] });
  }) as unknown as Parameters<typeof pretender.get>[1]);
  return { asked, answer };
}
