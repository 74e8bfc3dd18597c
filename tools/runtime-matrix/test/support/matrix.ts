import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startMockServer } from "@melio-platform/mock-server";
import { apiKeys } from "../../suite/api-keys.js";
import type { Result } from "../../suite/run-suite.js";
import { startLabServer } from "./lab-server.js";
import type { Runtime } from "./runtimes.js";
import { createFileServer } from "./serve-files.js";
import { readSpec } from "./spec.js";
import { createStage } from "./stage.js";

/** Everything that the suite needs around itself. */
export interface Matrix {
  /** Runs the suite, once per runtime. */
  results(runtime: Runtime): Promise<Result[]>;
  close(): Promise<void>;
}

export async function startMatrix(): Promise<Matrix> {
  const { unknown: _, ...known } = apiKeys;
  const spec = await readSpec();
  const stage = await createStage();
  const mock = await startMockServer({ apiKeys: Object.values(known) });
  const lab = await startLabServer(mock.url, createFileServer(stage.directory));
  const refusedOrigin = await originWhereNothingListens();
  const runs = new Map<string, Promise<Result[]>>();
  return {
    results({ name, kind, run }) {
      const id = name.replace(" ", "-").toLowerCase();
      const { origin } = lab;
      const settings = { kind, id, origin, refusedOrigin, ...spec };
      const running = runs.get(name) ?? run(settings, stage.directory);
      runs.set(name, running);
      return running;
    },
    async close() {
      await lab.close();
      await mock.close();
      await stage.remove();
    },
  };
}

async function originWhereNothingListens(): Promise<string> {
  const server = createServer();
  await new Promise<void>((listening) =>
    server.listen(0, "127.0.0.1", listening),
  );
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}
