import type { PageToken } from "./page-token.js";

/** How long to keep the lock after a message, so that all waiting tabs receive it, in milliseconds. */
const messageTime = 100;

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

/** Shares the token of one endpoint among the tabs of one origin. */
export class Tabs {
  readonly #name: string;
  readonly #onForget: () => void;
  readonly #listeners = new Set<(token: PageToken) => void>();
  #channel: BroadcastChannel | undefined;

  /** @param onForget - called when another tab asks this one to forget the token */
  constructor(name: string, onForget: () => void) {
    this.#name = name;
    this.#onForget = onForget;
    this.#open();
    // An open channel may keep a page out of the back/forward cache.
    globalThis.addEventListener?.("pagehide", () => {
      this.#channel?.close();
      this.#channel = undefined;
    });
    globalThis.addEventListener?.("pageshow", () => this.#open());
  }

  #open(): void {
    const { BroadcastChannel } = globalThis;
    if (!BroadcastChannel || this.#channel) return;
    // Outside a page, an open channel keeps the process alive unless it has `unref`.
    const canBeLeftOpen = isPage() || "unref" in BroadcastChannel.prototype;
    if (!canBeLeftOpen) return;
    try {
      this.#channel = new BroadcastChannel(this.#name);
    } catch {
      return; // a browser may deny it, as it may deny locks: this tab asks alone
    }
    (this.#channel as { unref?: () => void }).unref?.();
    this.#channel.onmessage = ({ data }) => {
      if (data === "forget") this.#onForget();
      else for (const listener of this.#listeners) listener(data);
    };
  }

  /**
   * Lets one tab request a token while the others wait for it, where Web Locks and BroadcastChannel exist.
   *
   * A tab accepts only a token whose request started while the tab was already waiting: an older one may
   * belong to another user, who has signed out since.
   *
   * @param patience - how long to wait for another tab, in milliseconds. After that, this tab asks alone
   */
  async share(
    ask: () => Promise<PageToken>,
    accepts: (token: PageToken) => boolean,
    patience: number,
  ): Promise<PageToken> {
    const locks = locksOfBrowser();
    if (!locks || !this.#channel) return ask();
    const since = Date.now();
    /** Ends the wait for the lock. The reason is another tab's token, or that none came in time. */
    const wait = new AbortController();
    const listener = (token: PageToken) => {
      if (token.askedAt >= since && accepts(token)) wait.abort({ token });
    };
    const timer = setTimeout(() => wait.abort(), patience);
    this.#listeners.add(listener);
    try {
      return await new Promise<PageToken>((resolve, reject) => {
        locks
          .request(this.#name, { signal: wait.signal }, async () => {
            clearTimeout(timer);
            const token = await ask();
            this.#channel?.postMessage(token);
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
      this.#listeners.delete(listener);
    }
  }

  /** Makes all other tabs forget their token. */
  tellToForget(): void {
    this.#channel?.postMessage("forget");
  }
}
