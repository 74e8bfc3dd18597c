import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { createProject, type Project } from "./project.js";

/** A project as a partner has it, from `projects/`, with the released packages. */
export async function startProject(
  name: string,
  more: readonly string[] = [],
): Promise<Project> {
  const release = inject("release");
  const source = new URL(`../../projects/${name}`, import.meta.url);
  const project = await createProject("npm", release, []);
  await cp(fileURLToPath(source), project.directory, { recursive: true });
  const wanted = release.published.map(
    (item) => `${item.name}@${item.version}`,
  );
  await project.run("npm", "install", "--ignore-scripts", ...wanted, ...more);
  return project;
}
