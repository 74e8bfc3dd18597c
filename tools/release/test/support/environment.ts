import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What the programs of a rehearsal are told: a home of their own, and one registry. */
export interface Settings {
  /** Made here; npm's and pnpm's settings and pnpm's caches go into it. */
  readonly home: string;
  /** npm's cache. Empty when the rehearsal begins, so all of it comes from the registry, once. */
  readonly npmCache: string;
  readonly registry: string;
  /** Lets them publish to it. */
  readonly token?: string;
}

/**
 * Makes an environment from nothing but these, so that no setting and no token of this machine's user
 * has a part in it: whatever goes wrong, nothing is published to another registry.
 */
export async function createEnvironment({
  home,
  npmCache,
  registry,
  token,
}: Settings): Promise<NodeJS.ProcessEnv> {
  await mkdir(home);
  const authority = registry.replace(/^https?:/, "");
  const lines = [
    `registry=${registry}`,
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
    HOME: home,
    CI: "true",
    NO_COLOR: "1",
    DO_NOT_TRACK: "1",
    REDOCLY_TELEMETRY: "off",
    TURBO_TELEMETRY_DISABLED: "1",
    // Changesets and npm read the first, pnpm the second.
    npm_config_registry: registry,
    PNPM_CONFIG_REGISTRY: registry,
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
