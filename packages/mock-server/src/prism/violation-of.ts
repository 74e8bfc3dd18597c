import type { Violation } from "../contract/violation.js";

const severities = ["error", "warning", "information", "hint"] as const;

/** What Prism found, in the mock's own words. */
export function violationOf(
  part: "request" | "response",
  found: {
    path?: (string | number)[];
    code?: string | number;
    message: string;
    severity: number;
  },
): Violation {
  return {
    location: [part, ...(found.path ?? []).map(String)],
    severity: severities[found.severity] ?? "error",
    code: String(found.code ?? ""),
    message: found.message,
  };
}
