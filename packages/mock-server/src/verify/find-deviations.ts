import type { ErrorResponse } from "@melio-platform/types";
import type { ContractResponse } from "../messages.js";
import { findResponseViolations } from "../prism/response-check.js";
import { findOperation, type Operation } from "../prism/spec.js";
import type { Deviation, StepResult } from "./inputs.js";
import type { Exchange } from "./recording-proxy.js";
import type { ReportedStep } from "./run-workflows.js";
import { pointerTo } from "./spec-pointer.js";

/** The contract that a server is held against. */
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
          /** What a regular expression is held against. */
          readonly context?: string;
          readonly condition: string;
        }[];
      }[];
    }[];
  };
}

const openapiFile = "openapi.yaml";
const arazzoFile = "auth-token.arazzo.yaml";

/** What each step found: Prism says it of the answers, the workflows' runner of their sequence. */
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

function deviationsOfAnswer(
  { document, operations }: VerifiedContract,
  step: ReportedStep,
  { method, path, answer }: Exchange,
): Deviation[] {
  if ("failure" in answer) return [noAnswer(step, answer.failure)];
  const operation = findOperation(operations, method.toLowerCase(), path);
  if (operation === undefined) return [];
  return findResponseViolations(operation, withPlainType(answer))
    .filter(({ severity }) => severity === "error")
    .map((violation) => ({
      ...nameOf(step),
      place:
        openapiFile + pointerTo(document, operation, answer.status, violation),
      message: violation.message,
    }));
}

/** RFC 9110, section 8.3.1: the letter case of a media type says nothing. */
function withPlainType(answer: ContractResponse): ContractResponse {
  const type = answer.headers["content-type"];
  if (type === undefined) return answer;
  const [name = "", ...parameters] = type.split(";");
  const plain = [name.toLowerCase(), ...parameters].join(";");
  return { ...answer, headers: { ...answer.headers, "content-type": plain } };
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
  // An answer with another status has another body: what is said of that would only repeat it.
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

/** How the server gives its reasons: ` (forbidden: "No such Account.")`. */
function errorOf(body: unknown): string {
  const { code, message } =
    (body as Partial<ErrorResponse> | undefined)?.error ?? {};
  const said = [
    ...(typeof code === "string" ? [code] : []),
    // Quoted: its line breaks and escape sequences stay text.
    ...(typeof message === "string" ? [JSON.stringify(message)] : []),
  ];
  return said.length === 0 ? "" : ` (${said.join(": ")})`;
}

const criteriaCheck = "success criteria check";

/**
 * What Prism has judged already, as JSON Schema has it. The runner takes a further field for a failure, and
 * the letter case of a media type for a difference.
 */
const prismsChecks = new Set(["schema check", "content-type check"]);

/** What the runner alone found; it knows rules that Prism does not. */
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
