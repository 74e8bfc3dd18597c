import type { ErrorResponse } from "@melio-platform/types";
import type { ContractResponse } from "../messages.js";
import { findResponseViolations } from "../prism/prism.js";
import { findOperation, type Operation } from "../prism/spec.js";
import type { Exchange } from "./recording-proxy.js";
import type { ReportedStep } from "./run-workflows.js";
import { pointerTo } from "./spec-pointer.js";

/** The contract to check a server against. */
export interface VerifiedContract {
  /** The OpenAPI document, with its references. */
  readonly document: object;
  readonly operations: Operation[];
  /** The Arazzo document. */
  readonly workflows: {
    readonly workflows: readonly {
      readonly workflowId: string;
      readonly steps: readonly {
        readonly stepId: string;
        readonly successCriteria?: readonly {
          /** The value that a regular expression is applied to. */
          readonly context?: string;
          readonly condition: string;
        }[];
      }[];
    }[];
  };
}

/** One way in which a server differs from the contract. */
export interface Deviation {
  readonly workflow: string;
  readonly step: string;
  /** The place in the contract, as a file and a JSON pointer: `openapi.yaml#/paths/…`. */
  readonly place: string;
  /** The line of that place in the file. `undefined` if unknown. */
  readonly line?: number | undefined;
  readonly message: string;
}

/** The result of one step of a workflow. */
export interface StepResult {
  readonly workflow: string;
  readonly step: string;
  readonly method: string;
  readonly path: string;
  /** The status of the response. `undefined` if there was none. */
  readonly status: number | undefined;
  readonly deviations: readonly Deviation[];
  /** Whether the step was not run, because the workflow ended before it. */
  readonly skipped?: true;
}

const openapiFile = "openapi.yaml";
const arazzoFile = "auth-token.arazzo.yaml";

/** The deviations of each step. Prism checks the responses, the workflows' runner their sequence. */
export function findDeviations(
  contract: VerifiedContract,
  steps: readonly ReportedStep[],
  exchanges: readonly Exchange[],
): StepResult[] {
  return steps.map((step, index) => {
    const exchange = exchanges[index];
    const { workflowId: workflow, stepId } = step;
    const answer = exchange?.answer;
    const status =
      answer === undefined || "failure" in answer ? undefined : answer.status;
    const found =
      exchange === undefined
        ? [noAnswer(step, "no request was sent")]
        : [
            ...deviationsOfAnswer(contract, step, exchange),
            ...(answer === undefined || "failure" in answer
              ? []
              : failedCriteria(contract, step, answer)),
          ];
    return {
      workflow,
      step: stepId,
      method: exchange?.method ?? "",
      path: exchange?.path ?? "",
      status,
      deviations: found.length > 0 ? found : otherFailures(step),
    };
  });
}

/**
 * Adds the steps that were not run, because the runner ends a workflow at a step that fails. Without a
 * deviation that explains it, that is a deviation itself: the server was not verified.
 *
 * @param skip - IDs of workflows that were left out on purpose.
 */
export function withSkippedSteps(
  { workflows: { workflows } }: VerifiedContract,
  results: readonly StepResult[],
  skip: readonly string[],
): StepResult[] {
  return workflows.flatMap(({ workflowId: workflow, steps }, workflowIndex) => {
    if (skip.includes(workflow)) return [];
    const run = results.filter((result) => result.workflow === workflow);
    const isExplained = run.some(({ deviations }) => deviations.length > 0);
    const skipped = steps.flatMap(({ stepId: step }, stepIndex) => {
      if (run.some((result) => result.step === step)) return [];
      const deviation: Deviation = {
        workflow,
        step,
        place: `${arazzoFile}#/workflows/${workflowIndex}/steps/${stepIndex}`,
        message: "This step was not run, so the server was not verified",
      };
      const result: StepResult = {
        ...{ workflow, step, method: "", path: "", status: undefined },
        deviations: isExplained ? [] : [deviation],
        skipped: true,
      };
      return [result];
    });
    return [...run, ...skipped];
  });
}

function deviationsOfAnswer(
  { document, operations }: VerifiedContract,
  step: ReportedStep,
  { method, path, answer }: Exchange,
): Deviation[] {
  if ("failure" in answer) return [noAnswer(step, answer.failure)];
  const operation = findOperation(operations, method.toLowerCase(), path);
  if (operation === undefined) return [];
  return findResponseViolations(operation, answer)
    .filter(({ severity }) => severity === "error")
    .map((violation) => ({
      ...nameOf(step),
      place:
        openapiFile + pointerTo(document, operation, answer.status, violation),
      message: violation.message,
    }));
}

function failedCriteria(
  { workflows: { workflows } }: VerifiedContract,
  step: ReportedStep,
  { status, body }: ContractResponse,
): Deviation[] {
  const workflowIndex = workflows.findIndex(
    ({ workflowId }) => workflowId === step.workflowId,
  );
  const steps = workflows[workflowIndex]?.steps ?? [];
  const stepIndex = steps.findIndex(({ stepId }) => stepId === step.stepId);
  const criteria = steps[stepIndex]?.successCriteria ?? [];
  const failed = step.checks.filter(
    ({ name, passed }) => name === criteriaCheck && !passed,
  );
  // A response with another status has another body, so its deviations would only repeat that.
  const ofStatus = failed.filter(isOfStatus);
  return (ofStatus.length > 0 ? ofStatus : failed).map(({ condition = "" }) => {
    const index = criteria.findIndex(
      (criterion) => criterion.condition === condition,
    );
    return {
      ...nameOf(step),
      place: `${arazzoFile}#/workflows/${workflowIndex}/steps/${stepIndex}/successCriteria/${index}`,
      message: [
        `The response, a ${status}${isOfStatus({ condition }) ? errorOf(body) : ""}, does not meet`,
        ...[criteria[index]?.context ?? [], condition].flat(),
      ].join(" "),
    };
  });
}

function isOfStatus({ condition = "" }: { condition?: string }): boolean {
  return condition.startsWith("$statusCode");
}

/** The reason that the server sent: ` (forbidden: "No such Account.")`. */
function errorOf(body: unknown): string {
  const { code, message } =
    (body as Partial<ErrorResponse> | undefined)?.error ?? {};
  const said = [
    ...(typeof code === "string" ? [code] : []),
    // Quoted, so that line breaks and escape sequences stay text.
    ...(typeof message === "string" ? [JSON.stringify(message)] : []),
  ];
  return said.length === 0 ? "" : ` (${said.join(": ")})`;
}

const criteriaCheck = "success criteria check";

/**
 * Checks that Prism has already made, by the rules of JSON Schema. The runner rejects additional fields, and
 * compares media types case-sensitively.
 */
const prismsChecks = new Set(["schema check", "content-type check"]);

/** The deviations that only the runner found: it has rules that Prism does not have. */
function otherFailures(step: ReportedStep): Deviation[] {
  return step.checks
    .filter(({ name, passed }) => !passed && !prismsChecks.has(name))
    .map(({ name }) => ({
      ...nameOf(step),
      place: `${openapiFile}#/paths`,
      message: `Redocly's ${name} failed`,
    }));
}

function noAnswer(step: ReportedStep, reason: string): Deviation {
  return {
    ...nameOf(step),
    place: `${openapiFile}#/servers`,
    message: `No response: ${reason}`,
  };
}

function nameOf({ workflowId, stepId }: ReportedStep) {
  return { workflow: workflowId, step: stepId };
}
