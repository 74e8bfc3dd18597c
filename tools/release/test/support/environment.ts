import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What the programs of a rehearsal are told: a home of their own, and where packages come from. */
export interface Settings {
  /** Made here; npm's and pnpm's settings and pnpm's caches go into it. */
  readonly home: string;
  /** npm's cache. Empty when the rehearsal begins, so all of it is downloaded, once. */
  readonly npmCache: string;
  /** Has the packages of the release. */
  readonly registry: string;
  /** Has all other packages. */
  readonly upstream: string;
  /** Lets them publish to the release's registry. There is none for another. */
  readonly token?: string;
}

/** How this machine reaches other hosts, if it has to be told. */
const network = ["HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS"];

/**
 * Makes an environment from nothing but these and what the network needs, so that no setting and no token of this machine's user
 * has a part in it: whatever goes wrong, nothing is published to another registry.
 */
export async function createEnvironment({
  home,
  npmCache,
  registry,
  upstream,
  token,
}: Settings): Promise<NodeJS.ProcessEnv> {
  await mkdir(home);
  const authority = registry.replace(/^https?:/, "");
  const lines = [
    `registry=${upstream}`,
    `@melio-platform:registry=${registry}`,
    ...(token ? [`${authority}:_authToken=${token}`] : []),
    `cache=${npmCache}`,
    "prefer-offline=true",
    "audit=false",
    "fund=false",
    "update-notifier=false",
  ];
  await writeFile(join(home, ".npmrc"), `${lines.join("\n")}\n`);
  return {
    PATH: process.env["PATH"],
    ...Object.fromEntries(network.map((name) => [name, process.env[name]])),
    HOME: home,
    CI: "true",
    NO_COLOR: "1",
    DO_NOT_TRACK: "1",
    REDOCLY_TELEMETRY: "off",
    TURBO_TELEMETRY_DISABLED: "1",
    // Changesets and npm read the first, pnpm the second.
    npm_config_registry: upstream,
    PNPM_CONFIG_REGISTRY: upstream,
    // Only a CI that the registry knows can sign one.
    PNPM_CONFIG_PROVENANCE: "false",
    // It would install from this registry, and first ask it about every dependency of the workspace.
    PNPM_CONFIG_VERIFY_DEPS_BEFORE_RUN: "false",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Rehearsal",
    GIT_AUTHOR_EMAIL: "rehearsal@localhost",
    GIT_COMMITTER_NAME: "Rehearsal",
    GIT_COMMITTER_EMAIL: "rehearsal@localhost",
  };
}
