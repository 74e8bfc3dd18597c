import type { ContractRequest } from "../messages.js";
import type { Preference } from "./preference.js";
import { createPrism, type Verdict } from "./prism.js";
import {
  type Operation,
  ValidationContext,
  validateAgainstSchema,
  validateHeaders,
} from "./prism-library.js";

/** Gives Prism's verdict on a request; at once if Prism has judged its like before. */
export type Judge = (
  request: ContractRequest,
  preference: Preference,
) => Verdict | Promise<Verdict>;

type Answer = Verdict & { kind: "answer" };

// A test uses a handful.
const maxShapes = 500;

/**
 * Prism, asked once for each shape of request instead of once for each request.
 *
 * The verdict on a valid request without a body depends on its shape (method, path, query, `Accept` and so on, and
 * which headers it has), and on the values of its header parameters. So of a further request of a known shape only
 * these are validated, by Prism's own function. Every other request goes through all of Prism: a verdict on a body
 * depends on every byte of it, and an empty header counts as absent in some places.
 */
export function createJudge(operations: Operation[]): Judge {
  const prism = createPrism(operations);
  const known = new Map<string, Answer>();

  async function ask(
    request: ContractRequest,
    preference: Preference,
    shape: string,
  ): Promise<Verdict> {
    const verdict = await prism(request, preference);
    if (verdict.kind === "answer" && verdict.violations.length === 0) {
      if (known.size >= maxShapes) known.clear();
      known.set(shape, { ...verdict, checkBody: quickCheckOf(verdict) });
    }
    return verdict;
  }

  return (request, preference) => {
    const { body, headers } = request;
    if (body !== undefined || Object.values(headers).includes(""))
      return prism(request, preference);
    const shape = shapeOf(request, preference);
    const verdict = known.get(shape);
    return verdict !== undefined && hasValidHeaders(request, verdict.operation)
      ? verdict
      : ask(request, preference, shape);
  };
}

/** JSON keeps the parts apart: two requests that differ in one of them never have the same shape. */
function shapeOf(
  { method, path, query, headers }: ContractRequest,
  { code, exampleKey }: Preference,
): string {
  const { accept, "content-type": type, authorization, cookie } = headers;
  const values = [accept, type, authorization, cookie];
  // Of an API key Prism asks only whether it is there.
  const names = Object.keys(headers);
  return JSON.stringify([method, path, query, code, exampleKey, values, names]);
}

function hasValidHeaders(
  { headers }: ContractRequest,
  operation: Operation,
): boolean {
  const parameters = operation.request?.headers ?? [];
  const { Input } = ValidationContext;
  const found = validateHeaders(headers, parameters, Input, bundle(operation));
  return found._tag === "Right";
}

/** Checks bodies alone: status and headers are those of a response that keeps the contract. */
function quickCheckOf(verdict: Answer): Answer["checkBody"] {
  const { operation, response, checkBody } = verdict;
  const type = response.headers["content-type"] ?? "";
  const [content, ...others] =
    operation.responses
      .find(({ code }) => code === String(response.status))
      ?.contents?.filter(({ mediaType }) => mediaType === type) ?? [];
  const schema = content?.schema as JsonSchema | undefined;
  // Prism rewrites schemas with `allOf` or `writeOnly`, and takes forms apart; JSON it only validates.
  const isValidatedAsItIs =
    /^application\/(.+\+)?json$/.test(type) &&
    !/"(allOf|writeOnly)":/.test(JSON.stringify(schema));
  const isSure = others.length === 0 && checkBody(response.body).length === 0;
  if (schema === undefined || !isValidatedAsItIs || !isSure) return checkBody;
  const { Output } = ValidationContext;
  const schemas = bundle(operation);
  return (body) =>
    validateAgainstSchema(body, schema, false, Output, "body", schemas)._tag ===
    "None"
      ? []
      : checkBody(body);
}

type JsonSchema = Parameters<typeof validateAgainstSchema>[1];

/** The schemas that the operation's own refer to, if any do. */
const bundle = (operation: Operation) =>
  (operation as { __bundled__?: unknown }).__bundled__;
