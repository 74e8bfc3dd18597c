import type { PageToken } from "./page-token.js";

/** How long to keep the lock after a message, so that all waiting tabs receive it, in milliseconds. */
const messageTime = 100;

/** Shares the token of one endpoint among the tabs of one origin. */
export interface Tabs {
  /**
   * Lets one tab request a token while the others wait for it, where Web Locks and BroadcastChannel exist.
   *
   * A tab accepts only a token whose request started while the tab was already waiting: an older one may
   * belong to another user, who has signed out since.
   *
   * @param patience - how long to wait for another tab, in milliseconds. After that, this tab asks alone
   */
  share(
    ask: () => Promise<PageToken>,
    accepts: (token: PageToken) => boolean,
    patience: number,
  ): Promise<PageToken>;
  /** Makes all other tabs forget their token. */
  tellToForget(): void;
}

/** A page, or a browser's worker. */
function isPage(): boolean {
  const { document, importScripts } = globalThis as {
    document?: unknown;
    importScripts?: unknown;
  };
  return Boolean(document || importScripts);
}

function locksOfBrowser(): LockManager | undefined {
  try {
    return globalThis.navigator?.locks;
  } catch {
    return undefined; // the browser denies access
  }
}

/** @param onForget - called when another tab asks this one to forget the token */
export function joinTabs(name: string, onForget: () => void): Tabs {
  const { BroadcastChannel } = globalThis;
  const listeners = new Set<(token: PageToken) => void>();
  let channel: BroadcastChannel | undefined;

  function open(): void {
    if (!BroadcastChannel || channel) return;
    // Outside a page, an open channel keeps the process alive unless it has `unref`.
    const canBeLeftOpen = isPage() || "unref" in BroadcastChannel.prototype;
    if (!canBeLeftOpen) return;
    try {
      channel = new BroadcastChannel(name);
    } catch {
      return; // a browser may deny it, as it may deny locks: this tab asks alone
    }
    (channel as { unref?: () => void }).unref?.();
    channel.onmessage = ({ data }) => {
      if (data === "forget") onForget();
      else for (const listener of listeners) listener(data);
    };
  }
  open();
  // An open channel may keep a page out of the back/forward cache.
  globalThis.addEventListener?.("pagehide", () => {
    channel?.close();
    channel = undefined;
  });
  globalThis.addEventListener?.("pageshow", open);

  return {
    async share(ask, accepts, patience) {
      const locks = locksOfBrowser();
      if (!locks || !channel) return ask();
      const since = Date.now();
      /** Ends the wait for the lock. The reason is another tab's token, or that none came in time. */
      const wait = new AbortController();
      const listener = (token: PageToken) => {
        if (token.askedAt >= since && accepts(token)) wait.abort({ token });
      };
      const timer = setTimeout(() => wait.abort(), patience);
      listeners.add(listener);
      try {
        return await new Promise<PageToken>((resolve, reject) => {
          locks
            .request(name, { signal: wait.signal }, async () => {
              clearTimeout(timer);
              const token = await ask();
              channel?.postMessage(token);
              resolve(token);
              await new Promise((done) => setTimeout(done, messageTime));
            })
            .catch(reject);
        });
      } catch (error) {
        const { token } = Object(wait.signal.reason);
        if (token) return token;
        // No other tab has a token in time, or the browser denies access to its locks.
        const isOfLocks =
          wait.signal.aborted || Object(error).name === "SecurityError";
        if (isOfLocks) return ask();
        throw error;
      } finally {
        clearTimeout(timer);
        listeners.delete(listener);
      }
    },
    tellToForget() {
      channel?.postMessage("forget");
    },
  };
}
