import assert from "node:assert";
import type { FaultCount, JournalEntry } from "../messages.js";
import type { RecordedViolation } from "../mock-server.js";

/** Compares the given fields of the given requests, and the number of requests. */
export function assertRequests(
  actual: readonly JournalEntry[],
  expected: readonly Partial<JournalEntry>[],
): void {
  // A request too many is shown by the fields that the last expectation names.
  const fields = expected.map(fieldsOf);
  const shown = actual.map((entry, index) =>
    pick(entry, fields[index] ?? fields.at(-1) ?? overview),
  );
  assert.deepStrictEqual(shown, [...expected]);
}

/** Fails with every violation, a line each. */
export function assertNoViolations(
  violations: readonly RecordedViolation[],
): void {
  assert.deepStrictEqual(violations.map(describeViolation), []);
}

/** Fails with every fault that still waits, or has struck no request. */
export function assertFaultsStruck(faults: readonly FaultCount[]): void {
  const waiting = faults
    .filter(({ struck, left }) => left > 0 || struck === 0)
    .map(
      ({ fault: { apiKey: _, ...fault }, struck }) =>
        `${JSON.stringify(fault)} struck ${struck} of ${fault.times ?? 1} times`,
    );
  assert.deepStrictEqual(waiting, []);
}

/** One line for a person: `#3 POST /v1/auth/token: Request header must have …`. */
function describeViolation({ request, message }: RecordedViolation): string {
  return `#${request.id} ${request.method} ${request.path}: ${message}`;
}

const overview = ["method", "path", "outcome", "status"] as const;

function fieldsOf(entry: Partial<JournalEntry>): (keyof JournalEntry)[] {
  return Object.keys(entry) as (keyof JournalEntry)[];
}

function pick(
  entry: JournalEntry,
  fields: readonly (keyof JournalEntry)[],
): Partial<JournalEntry> {
  return Object.fromEntries(fields.map((field) => [field, entry[field]]));
}
