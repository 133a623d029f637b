export type Verdict = "fine" | "warning" | "problem";

/** A plugin or theme in which something was found. */
export interface Reader {
  kind: "plugin" | "theme";
  name: string;
  /** keys under `encrypted_messages.admin.reader_reasons` */
  reasons: string[];
  bundled: boolean;
}

/** One row of the check list, as `EncryptedMessages::SiteChecks` gives it. */
export interface Check {
  id: string;
  verdict: Verdict;
  /** key of a text under `encrypted_messages.admin.checks.<id>` */
  reason: string;
  details: {
    sources?: string[];
    groups?: string[];
    /** names of classes, methods and columns of core */
    missing?: string[];
    readers?: Reader[];
    bundled?: Reader[];
    counts?: Record<string, number>;
    /** milliseconds */
    offset?: number;
  };
}

/**
 * Milliseconds that a member's clock may differ from the site's. Messages carry the
 * writer's time, signed; nothing is refused for it, but it is shown.
 */
const CLOCK_TOLERANCE = 60_000;

const GRAVITY: Record<Verdict, number> = { problem: 0, warning: 1, fine: 2 };

/** @param offset milliseconds, from the request that fetched the report */
export function clockCheck(offset: number): Check {
  const isRight = offset <= CLOCK_TOLERANCE;
  return {
    id: "clock",
    verdict: isRight ? "fine" : "warning",
    reason: isRight ? "right" : "differs",
    details: { offset },
  };
}

/** Problems first; otherwise in the given order. */
export function gravestFirst(checks: Check[]): Check[] {
  return [...checks].sort((a, b) => GRAVITY[a.verdict] - GRAVITY[b.verdict]);
}
