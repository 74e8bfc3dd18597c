import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { parse, stringify } from "yaml";
import { createProject, type Project } from "./support/project.js";

const release = inject("release");
const { workspace, published } = release;
const day = 86_400_000;

/** The waiting time of this repository's own installations, in minutes. */
const { minimumReleaseAge } = parse(
  await readFile(
    fileURLToPath(new URL("../../../pnpm-workspace.yaml", import.meta.url)),
    "utf8",
  ),
);

/** Gives an empty project with that waiting time to a test. */
async function inWaitingProject(use: (project: Project) => Promise<void>) {
  const project = await createProject("pnpm", release, []);
  try {
    await project.write(
      "pnpm-workspace.yaml",
      stringify({ minimumReleaseAge }),
    );
    await use(project);
  } finally {
    await project.remove();
  }
}

function releaseOf(name: string): string {
  const item = published.find((item) => item.name === name);
  return `${name}@${item?.version}`;
}

/** Says in the registry's own records that a package's versions were published so long ago. */
async function backdate(name: string, milliseconds: number) {
  const storage = join(dirname(workspace.cwd), "registry/storage");
  const file = join(storage, name, "package.json");
  const record = JSON.parse(await readFile(file, "utf8"));
  for (const version of Object.keys(record.versions))
    record.time[version] = new Date(Date.now() - milliseconds).toISOString();
  await writeFile(file, JSON.stringify(record));
}

test("a version just published is refused, by a lock file too", () =>
  inWaitingProject(async (project) => {
    const release = releaseOf("@melio-platform/types");
    await expect(project.run("pnpm", "add", release)).rejects.toThrow(
      /minimumReleaseAge/,
    );

    await project.run("pnpm", "add", release, "--config.minimumReleaseAge=0");
    await project.run("rm", "-r", "node_modules");
    await expect(
      project.run("pnpm", "install", "--frozen-lockfile"),
    ).rejects.toThrow(/minimumReleaseAge/);
  }));

test("one of two days ago is accepted", () =>
  inWaitingProject(async (project) => {
    await backdate("@melio-platform/spec", 2 * day);
    await project.run("pnpm", "add", releaseOf("@melio-platform/spec"));
    const manifest = await project.installed(
      "@melio-platform/spec",
      "package.json",
    );
    expect(manifest).toContain('"@melio-platform/spec"');
  }));
