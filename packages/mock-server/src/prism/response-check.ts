import type { ContractResponse, Violation } from "../messages.js";
import { violationOf } from "./prism.js";
import { type Operation, validateOutput } from "./prism-library.js";

/** The violations of a response. Empty if there are none. */
export function findResponseViolations(
  operation: Operation,
  response: ContractResponse,
): Violation[] {
  const found = askPrism(operation, response);
  return found.length > 0 ? found : mediaTypeViolations(operation, response);
}

function askPrism(
  operation: Operation,
  { status, headers, body }: ContractResponse,
): Violation[] {
  const element = { statusCode: status, headers, body };
  try {
    const result = validateOutput({ resource: operation, element });
    return result._tag === "Right"
      ? []
      : result.left.map((finding) => violationOf("response", finding));
  } catch (error) {
    // Prism throws at a media type that it cannot parse, such as `json`.
    const violation: Violation = {
      location: ["response", "header", "content-type"],
      code: "unreadable",
      severity: "error",
      message: `Response header content-type cannot be read: "${headers["content-type"]}" (${(error as Error).message})`,
    };
    return [violation];
  }
}

/** Prism takes any `+json` type for JSON: an `application/problem+json` passes as `application/json`. */
function mediaTypeViolations(
  { responses }: Operation,
  { status, headers }: ContractResponse,
): Violation[] {
  const type = headers["content-type"]?.replace(/;.*$/s, "").trim();
  if (type === undefined || !/\+json$/i.test(type)) return [];
  const described =
    responses.find(({ code }) => code === String(status)) ??
    responses.find(({ code }) => code === `${String(status)[0]}XX`) ??
    responses.find(({ code }) => code === "default");
  const types = (described?.contents ?? []).map(({ mediaType }) =>
    mediaType.replace(/;.*$/s, "").trim().toLowerCase(),
  );
  const isDescribed =
    types.length === 0 ||
    ["*/*", "application/*", type.toLowerCase()].some((name) =>
      types.includes(name),
    );
  return isDescribed
    ? []
    : [
        {
          location: ["response"],
          code: "wrong_media_type",
          severity: "error",
          message: `The received media type "${type}" does not match the one specified in the current response: ${types.join(", ")}`,
        },
      ];
}
