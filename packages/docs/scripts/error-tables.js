// The errors of the client: its classes from their TSDoc, and what becomes of each status by asking it.
import { STATUS_CODES } from "node:http";
import { createMelioClient, isMelioError } from "@melio-platform/client";
import spec from "@melio-platform/spec/openapi.json" with { type: "json" };
import { markdownTable } from "./markdown-table.js";
import { interfaceNamed, textOf } from "./settings-tables.js";

const classes = [
  "MelioConfigError",
  "MelioApiError",
  "MelioConnectionError",
  "MelioTimeoutError",
  "MelioResponseError",
];

/** Statuses beside those of the description of which a reader wants to know what becomes of them. */
const further = [302, 404, 408, 502, 504];

/** @param {import("typedoc").ProjectReflection} project */
export async function errorTables(project) {
  return {
    errors: markdownTable(
      ["class and `kind`", "when"],
      classes.map((name) => classRow(project, name)),
    ),
    "error-statuses": markdownTable(
      ["status", "`kind`", "retried", "meaning"],
      await Promise.all(statuses().map(statusRow)),
    ),
  };
}

/**
 * @param {import("typedoc").ProjectReflection} project
 * @param {string} name
 */
function classRow(project, name) {
  const declared = interfaceNamed(project, name);
  const members = declared.children ?? [];
  const kind = members.find((member) => member.name === "kind")?.type;
  const own = members.filter(
    (member) => member.name !== "kind" && !member.inheritedFrom,
  );
  const properties = own.map((member) => `\`${member.name}\``).join(", ");
  return [
    `\`${name}\`<br><span class="what">${
      kind?.type === "literal" ? `\`${kind.value}\`` : "depends on the status"
    }</span>`,
    [
      textOf(declared.comment?.summary).split("\n\n")[0] ?? "",
      properties && `It has ${properties}.`,
    ].join(" "),
  ];
}

const responses = spec.paths["/auth/token"].post.responses;

const statuses = () =>
  [
    ...Object.keys(responses)
      .map(Number)
      .filter((status) => status >= 300),
    ...further,
  ].sort((a, b) => a - b);

/** @param {number} status */
async function statusRow(status) {
  const { kind, attempts } = await outcomeOf(status);
  return [
    String(status),
    `\`${kind}\``,
    attempts > 1 ? "yes" : "no",
    meaningOf(status),
  ];
}

/** @param {number} status */
async function outcomeOf(status) {
  const melio = createMelioClient({
    apiKey: "a-key",
    environment: "sandbox",
    maxRetries: 1,
    fetch: async () =>
      new Response("{}", { status, headers: { "Retry-After": "0" } }),
  });
  try {
    await melio.auth.createToken();
  } catch (error) {
    if (isMelioError(error) && "attempts" in error) return error;
    throw error;
  }
  throw new Error(`The client took the status ${status} for a success.`);
}

/** @param {number} status */
function meaningOf(status) {
  const response = Object.entries(responses).find(
    ([code]) => code === String(status),
  )?.[1];
  if (!response) return STATUS_CODES[status] ?? "";
  const [name = ""] = String(response.$ref).split("/").slice(-1);
  const { description } =
    spec.components.responses[
      /** @type {keyof typeof spec.components.responses} */ (name)
    ];
  // That statuses are assumed is said once, above the table.
  return description.split("**Assumed**")[0] ?? "";
}
