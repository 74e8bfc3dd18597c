import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { registryProgram } from "./programs.js";

/** A registry on this machine, to which one user may publish. */
export interface Registry {
  /** With a slash at its end. */
  readonly url: string;
  /** The user's, good for this registry alone. */
  readonly token: string;
  close(): Promise<void>;
}

/** Starts a registry that keeps its packages in a folder. */
export async function startRegistry(folder: string): Promise<Registry> {
  await mkdir(folder);
  const child = spawn(process.execPath, [registryProgram, folder], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, "exit");
  };
  try {
    const lines = createInterface({ input: child.stdout as Readable });
    const [url] = (await Promise.race([
      once(lines, "line"),
      once(child, "exit").then(([code]) => {
        throw new Error(`The registry ended with ${code} before it listened.`);
      }),
    ])) as [string];
    return { url, token: await createUser(url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Said here, since npm and the registry would only say that a package was not found. */
export async function assertReached(upstream: string): Promise<void> {
  try {
    const response = await fetch(new URL("openapi-fetch", upstream));
    if (!response.ok) throw new Error(`answered with ${response.status}`);
    await response.body?.cancel();
  } catch (cause) {
    throw new Error(
      `The npm registry at ${upstream} cannot be reached: ${String(cause)}. A rehearsal needs it for what the packages depend on; \`npm config set registry\` names another.`,
      { cause },
    );
  }
}

async function createUser(url: string): Promise<string> {
  const name = "rehearsal";
  const response = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, password: crypto.randomUUID() }),
  });
  const { token } = (await response.json()) as { token?: string };
  if (!token) throw new Error(`No user was created: ${response.status}`);
  return token;
}

/** What a registry says of a package, as npm and pnpm read it. */
export interface Listing {
  readonly versions: readonly string[];
  readonly latest: string | undefined;
  /** The address of each version's tarball. */
  readonly tarballs: Readonly<Record<string, string>>;
  /** Changes with everything that is published. */
  readonly revision: string;
}

export async function listPublished(
  registry: string,
  name: string,
): Promise<Listing> {
  const response = await fetch(registry + name.replace("/", "%2f"));
  if (!response.ok)
    throw new Error(`The registry answered ${response.status} for ${name}.`);
  const packument = (await response.json()) as Packument;
  return {
    versions: Object.keys(packument.versions),
    latest: packument["dist-tags"]["latest"],
    tarballs: Object.fromEntries(
      Object.entries(packument.versions).map(([version, { dist }]) => [
        version,
        dist.tarball,
      ]),
    ),
    revision: packument._rev,
  };
}

interface Packument {
  readonly _rev: string;
  readonly "dist-tags": Record<string, string>;
  readonly versions: Record<string, { dist: { tarball: string } }>;
}
