import type { PageToken } from "./page-token.js";

/** In milliseconds: by then all tabs that wait have heard. */
const longestWord = 100;

/**
 * Has one tab ask while the others wait for its answer, where Web Locks and BroadcastChannel exist.
 *
 * A tab takes only an answer that was asked for while it waited, or a moment before: an older one
 * may be another user's, who has signed out since.
 */
export function shareAmongTabs(
  name: string,
  ask: () => Promise<PageToken>,
  old: PageToken | undefined,
): Promise<PageToken> {
  const { navigator, BroadcastChannel } = globalThis;
  if (!navigator?.locks || !BroadcastChannel) return ask();
  const channel = new BroadcastChannel(name);
  const since = Date.now() - 1_000; // milliseconds
  let heard = false;
  return new Promise((resolve, reject) => {
    channel.onmessage = ({ data }) => {
      if (data.askedAt < since || data.accessToken === old?.accessToken) return;
      heard = true;
      resolve(data);
    };
    navigator.locks
      .request(name, async () => {
        if (heard) return;
        const token = await ask();
        resolve(token);
        channel.postMessage(token);
        await new Promise((resolve) => setTimeout(resolve, longestWord));
      })
      .catch(reject)
      .finally(() => channel.close());
  });
}
