// What the tabs of one browser tell each other about a member's keys. Never the keys: a tab that hears of them reads the
// device's storage itself, so whatever else can write to the channel can make it look there, and no more.

/**
 * `unlocked`: there are keys now, or other ones. `forgotten`: everything was taken off this device. `ended`: the keys were,
 * since the session has ended.
 */
export type TabNews = (typeof NEWS)[number];

const NEWS = ["unlocked", "forgotten", "ended"] as const;

export interface Tabs {
  tell(news: TabNews): void;
  close(): void;
}

/** Joins the member's other tabs; where the browser has no such channel, each tab is alone. */
export function joinTabs(userId: number, hear: (news: TabNews) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") {
    return { tell() {}, close() {} };
  }
  const channel = new BroadcastChannel(`encrypted-messages-${userId}`);
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    const news = NEWS.find((known) => known === data);
    if (news) {
      hear(news);
    }
  };
  return {
    tell: (news) => channel.postMessage(news),
    close: () => channel.close(),
  };
}
