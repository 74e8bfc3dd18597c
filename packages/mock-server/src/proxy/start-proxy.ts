import { createUpstream } from "../http/upstream.js";
import type { MockServer } from "../mock-server.js";
import type { MockServerOptions } from "../options.js";
import { startServer } from "../start-mock-server.js";
import { createPassOn } from "./pass-on.js";
import { createRecorder, createReplay } from "./recording.js";

/** What is passed on, and where to. */
export interface ProxyOptions {
  /** The server with its base path, without a slash at its end; `undefined` with {@link replay}. */
  readonly upstream: string | undefined;
  readonly errors: boolean;
  readonly violationsHeader: boolean;
  /** The file that exchanges are added to. */
  readonly record: string | undefined;
  /** The file that answers instead of a server. */
  readonly replay: string | undefined;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeout: number;
}

/** Starts a proxy that checks the traffic to a server against the contract. */
export function startProxy(
  {
    upstream = "",
    errors,
    violationsHeader,
    record,
    replay,
    timeout,
  }: ProxyOptions,
  options: MockServerOptions,
): Promise<MockServer> {
  return startServer(options, (parts) => {
    const { basePath } = parts.contract;
    return createPassOn(parts, {
      upstream:
        replay === undefined
          ? createUpstream(upstream, basePath, timeout)
          : createReplay(replay, parts),
      errors,
      violationsHeader,
      onExchange:
        record === undefined ? () => {} : createRecorder(record, parts),
    });
  });
}
