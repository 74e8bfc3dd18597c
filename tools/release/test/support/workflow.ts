import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { run, type Surroundings } from "./run.js";

const workflow: Workflow = parse(
  await readFile(
    fileURLToPath(
      new URL("../../../../.github/workflows/release.yml", import.meta.url),
    ),
    "utf8",
  ),
);

/** Runs a step of the Release workflow as the workflow does, and gives what it printed. */
export function runStep(id: string, surroundings: Surroundings) {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);
  const script = steps.find((step) => step.id === id)?.run;
  if (!script) throw new Error(`The Release workflow has no step ${id}.`);
  const here = script
    // Only a CI that the registry knows can sign an attestation.
    .replace(" --provenance", "")
    // This test runs in pnpm already.
    .replace(/npx -y pnpm@\S+/, "pnpm");
  return run("bash", ["-e", "-c", here], surroundings);
}

interface Workflow {
  readonly jobs: Record<
    string,
    {
      readonly steps?: readonly {
        readonly id?: string;
        readonly run?: string;
      }[];
    }
  >;
}
