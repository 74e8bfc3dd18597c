import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type InstalledMock,
  startInstalledMock,
} from "./support/installed-mock.js";
import { type Project, startProject } from "./support/project.js";
import { freePort, startProgram } from "./support/server-program.js";
import { settings, tryOut } from "./support/visitor.js";

// Each program listens, signs a visitor in, and gives its page a token.
const programs = ["express", "fastify", "hono", "h3", "node-http"];

describe("programs of a few lines", () => {
  let project: Project;
  let mock: InstalledMock;
  beforeAll(async () => {
    project = await startProject("frameworks");
    mock = await startInstalledMock(project.directory);
  });
  afterAll(async () => {
    await mock.stop();
    await project.remove();
  });

  test.for(programs)("%s", async (name) => {
    const args = [process.execPath, `${name}.mjs`];
    const server = await startProgram(project.directory, args, settings(mock));
    try {
      await tryOut(server, mock);
    } finally {
      await server.stop();
    }
  });

  /** The program in workerd, as the tools around it deploy it. */
  async function startWorker(source: string, of: InstalledMock) {
    await project.write("worker-entry.mjs", source);
    await project.run(
      "node_modules/.bin/esbuild",
      "worker-entry.mjs",
      "--bundle",
      "--format=esm",
      "--conditions=workerd,worker",
      "--outfile=bundled-worker.mjs",
    );
    const port = await freePort();
    await project.write("worker.capnp", workerdConfig(port, settings(of)));
    const workerd = "node_modules/workerd/bin/workerd";
    // It prints nothing of its own; the shell's line comes before it listens.
    const script = `echo listening; exec ${workerd} serve worker.capnp`;
    const args = ["sh", "-c", script];
    const server = await startProgram(project.directory, args, {});
    const url = `http://localhost:${port}`;
    const answers = () =>
      fetch(url).then(
        () => true,
        () => false,
      );
    await expect.poll(answers, { timeout: 30_000 }).toBe(true);
    return { ...server, url };
  }

  test("a worker, in workerd", async () => {
    const source = await readFile(
      join(project.directory, "worker.mjs"),
      "utf8",
    );
    const server = await startWorker(source, mock);
    try {
      await tryOut(server, mock);
    } finally {
      await server.stop();
    }
  });

  // A worker ends with an error, or hangs, if one request waits for a promise of another.
  test.for(["with waitUntil", "without waitUntil"])(
    "a worker outlives several expiries, asked by many at once, %s",
    async (way) => {
      const source = await readFile(
        join(project.directory, "worker.mjs"),
        "utf8",
      );
      const plain = source.replace(/^ +waitUntil: .*\n/m, "");
      expect(plain).not.toBe(source);
      const shortLived = await startInstalledMock(
        project.directory,
        "--token-ttl",
        "1500",
      );
      const server = await startWorker(
        way === "with waitUntil" ? source : plain,
        shortLived,
      );
      try {
        const login = await fetch(`${server.url}/login`, { method: "POST" });
        const [Cookie = ""] = login.headers.getSetCookie();
        const tokens = new Set<string>();
        const ask = async () => {
          const asked = Date.now();
          const response = await fetch(`${server.url}/melio/token`, {
            method: "POST",
            headers: { Cookie, Origin: server.url },
          });
          expect(response.status).toBe(200);
          const { accessToken, expiresAt } = await response.json();
          expect(Date.parse(expiresAt)).toBeGreaterThan(asked);
          tokens.add(accessToken);
        };
        while (tokens.size < 5)
          await Promise.all(Array.from({ length: 6 }, ask));
      } finally {
        await server.stop();
        await shortLived.stop();
      }
    },
  );

  test("AWS Lambda, with an event of API Gateway", async () => {
    const invoke = async (account: string | undefined, Origin: string) => {
      const event = {
        version: "2.0",
        rawPath: "/melio/token",
        rawQueryString: "",
        headers: {
          host: "shop.example",
          origin: Origin,
          "x-forwarded-proto": "https",
        },
        requestContext: {
          domainName: "shop.example",
          http: { method: "POST", path: "/melio/token" },
          ...(account && { authorizer: { lambda: { account } } }),
        },
        isBase64Encoded: false,
      };
      await project.write(
        "invoke.js",
        `Object.assign(process.env, ${JSON.stringify(settings(mock))});
         const { handler } = await import("./lambda.mjs");
         console.log(JSON.stringify(await handler(${JSON.stringify(event)}, {})));`,
      );
      return JSON.parse(await project.run(process.execPath, "invoke.js"));
    };
    const allowed = await invoke("acc_lambda", "https://shop.example");
    expect(allowed.statusCode).toBe(200);
    expect(JSON.parse(allowed.body)).toHaveProperty("accessToken");
    const refused = await invoke(undefined, "https://shop.example");
    expect(refused).toMatchObject({ statusCode: 401, body: "Please sign in" });
    const foreign = await invoke("acc_lambda", "https://foreign.example");
    expect(foreign.statusCode).toBe(403);
  });
});

describe("Nuxt 4", () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject("nuxt");
  });
  afterAll(() => project.remove());

  test("its routes run in the h3 that it has", async () => {
    const mock = await startInstalledMock(project.directory);
    const args = [process.execPath, "serve.mjs"];
    const server = await startProgram(project.directory, args, settings(mock));
    try {
      await tryOut(server, mock);
    } finally {
      await server.stop();
      await mock.stop();
    }
  });
});

const workerdConfig = (port: number, bindings: Record<string, string>) => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "bundled-worker.mjs")],
  bindings = [${Object.entries(bindings)
    .map(([name, text]) => `(name = "${name}", text = "${text}")`)
    .join(", ")}],
  compatibilityDate = "2025-01-01",
);
`;
