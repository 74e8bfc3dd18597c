import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { loadSpec, packageFile, readDocument } from "../prism/spec.js";
import {
  findDeviations,
  type StepResult,
  type VerifiedContract,
  withSkippedSteps,
} from "./find-deviations.js";
import { createKnownFields } from "./known-fields.js";
import { startRecordingProxy } from "./recording-proxy.js";
import { runWorkflows } from "./run-workflows.js";

/** What to verify, and with which credentials. */
export interface VerifyOptions {
  /** The server with its base path, without a slash at its end: `https://api-sandbox.melio.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The Account to mint for; without one, {@link skip} has the workflow that needs it. */
  readonly account: string | undefined;
  /** IDs of workflows to leave out. */
  readonly skip: readonly string[];
  /** How long to wait for each answer, in milliseconds. */
  readonly timeout: number;
}

const workflowsFile = packageFile("dist/spec/auth-token.arazzo.yaml");
const linesFile = packageFile("dist/spec/lines.json");
const documentFile = packageFile("dist/spec/openapi.json");

/** Runs the contract's workflows against a server, and checks every answer against the description. */
export async function verify({
  baseUrl,
  apiKey,
  account,
  skip,
  timeout,
}: VerifyOptions): Promise<StepResult[]> {
  const contract = await loadContract();
  // The runner is another program: it gets a stand-in, which the proxy replaces on the way out.
  const standIn = randomUUID();
  const proxy = await startRecordingProxy({
    baseUrl,
    replace: new Map([[standIn, apiKey]]),
    timeout,
    shownBody: createKnownFields(contract.document, contract.operations),
  });
  try {
    const { workflows } = await runWorkflows({
      workflows: fileURLToPath(workflowsFile),
      server: proxy.url,
      inputs: { apiKey: standIn, melioAccount: account ?? "" },
      skip,
    });
    const steps = workflows.flatMap(({ executedSteps }) => executedSteps);
    const lines = JSON.parse(await readFile(linesFile, "utf8"));
    const results = findDeviations(contract, steps, proxy.exchanges);
    return withSkippedSteps(contract, results, skip).map((step) =>
      withLines(withoutKey(step, apiKey), lines),
    );
  } finally {
    await proxy.close();
  }
}

/** The line of each place, by file and JSON pointer. */
type Lines = Readonly<Record<string, Readonly<Record<string, number>>>>;

function withLines(step: StepResult, lines: Lines): StepResult {
  const deviations = step.deviations.map((deviation) => {
    const [file = "", fragment = ""] = deviation.place.split("#");
    return { ...deviation, line: lines[file]?.[`#${fragment}`] };
  });
  return { ...step, deviations };
}

/** A message may quote the server, and the server the key. */
function withoutKey(step: StepResult, apiKey: string): StepResult {
  const deviations = step.deviations.map((deviation) => ({
    ...deviation,
    message: maskKey(deviation.message, apiKey),
  }));
  return { ...step, deviations };
}

/** Removes the API key from a text before it is shown. */
function maskKey(text: string, apiKey: string): string {
  // A server may repeat it without its prefix, and a quoted text escapes quotes.
  const secret = apiKey.slice(apiKey.lastIndexOf(" ") + 1);
  return text
    .replaceAll(secret, "***")
    .replaceAll(JSON.stringify(secret).slice(1, -1), "***");
}

async function loadContract(): Promise<VerifiedContract> {
  const { operations } = await loadSpec(undefined);
  const workflows = await readDocument(fileURLToPath(workflowsFile));
  return {
    document: JSON.parse(await readFile(documentFile, "utf8")),
    operations,
    workflows: workflows as VerifiedContract["workflows"],
  };
}
