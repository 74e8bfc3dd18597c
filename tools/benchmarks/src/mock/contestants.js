import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * A mock server that is a process of its own.
 *
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} path where it answers `POST`
 * @property {(port: number) => string[]} args what Node is started with
 */

/** Where Prism is installed. */
export const directory = new URL("./contestants/", import.meta.url);

/** The names of those that budgets speak of. */
export const names = {
  command: "melio-mock, a JSON line per request",
  inProcess: "startMockServer, in-process",
  prismCommand: "prism-cli 5.14.2, its default log",
  prismInProcess: "Prism's http-server 5.12.2, silent",
};

/** @returns {Contestant[]} */
export function contestants() {
  const require = createRequire(new URL("package.json", directory));
  const prismCommand = path.join(
    path.dirname(require.resolve("@stoplight/prism-cli/package.json")),
    "dist/index.js",
  );
  const mockCommand = path.join(
    path.dirname(fromHere("@melio-platform/mock-server/package.json")),
    "dist/cli.js",
  );
  const document = fromHere("@melio-platform/spec/openapi.json");
  const mockScript = fileURLToPath(
    new URL("melio-in-process.js", import.meta.url),
  );
  const prismScript = fileURLToPath(new URL("prism-in-process.js", directory));
  const prism = ["mock", document, "--port"];
  return [
    {
      name: names.command,
      path: "/v1/auth/token",
      args: (port) => [mockCommand, "--json", "--port", `${port}`],
    },
    {
      name: names.inProcess,
      path: "/v1/auth/token",
      args: (port) => [mockScript, `${port}`],
    },
    {
      name: names.prismCommand,
      path: "/auth/token",
      args: (port) => [prismCommand, ...prism, `${port}`],
    },
    {
      name: "prism-cli 5.14.2, silent",
      path: "/auth/token",
      args: (port) => [prismCommand, ...prism, `${port}`, "-v", "silent"],
    },
    {
      name: names.prismInProcess,
      path: "/auth/token",
      args: (port) => [prismScript, `${port}`, document],
    },
  ];
}

function fromHere(/** @type {string} */ specifier) {
  return fileURLToPath(import.meta.resolve(specifier));
}
