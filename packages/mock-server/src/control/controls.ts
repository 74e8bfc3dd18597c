import type { ApiParts } from "../behaviour/api.js";
import { checkFault, checkStub } from "../behaviour/check-fault-and-stub.js";
import { type Journal, matches } from "../behaviour/journal.js";
import type { Stub } from "../messages.js";
import type { MockControls } from "../mock-server.js";
import type { RunningOptions } from "../option-table.js";
import { MockServerConfigError } from "../options.js";
import {
  assertFaultsStruck,
  assertNoViolations,
  assertRequests,
} from "./assertions.js";
import { isControl } from "./control.js";

/** What a test controls. */
export interface ControlledServer
  extends Pick<
    ApiParts,
    | "contract"
    | "operationAt"
    | "apiKeys"
    | "clock"
    | "faults"
    | "stubs"
    | "idempotency"
    | "mint"
  > {
  readonly options: RunningOptions;
  readonly journal: Journal;
}

/** Creates the methods of {@link MockControls} over the parts of a server. */
export function createControls(server: ControlledServer): MockControls {
  const { options, apiKeys, clock, faults, stubs, idempotency, journal, mint } =
    server;

  const controls: MockControls = {
    clock: { now: clock.now, advance: clock.advance },
    failNext(given = {}) {
      const fault = checkFault(given);
      if (options.current().control && isControl(fault.path ?? ""))
        throw new MockServerConfigError(
          `The fault's "path" is invalid: ${fault.path} is part of the control API, which no fault strikes. Expected a path of the API, such as "/v1/auth/token".`,
        );
      faults.add(fault);
    },
    faults: faults.counts,
    clearFaults: faults.clear,
    assertFaultsStruck: () => assertFaultsStruck(faults.counts()),
    configure(changes) {
      options.change(changes);
      apiKeys.know(options.current().apiKeys);
    },
    stub(method, path, answer = {}) {
      const ownerOf = (stub: Stub) => ownerOfPath(server, stub);
      stubs.add(checkStub({ ...answer, method, path }, ownerOf));
    },
    expireTokens: () => mint.expireAll(clock.now()),
    requests: (filter = {}) => journal.entries().filter(matches(filter)),
    violations: () =>
      journal
        .violating()
        .flatMap((request) =>
          request.violations
            .filter(({ severity }) => severity === "error")
            .map((violation) => ({ ...violation, request })),
        ),
    assertRequests: (expected) => assertRequests(journal.entries(), expected),
    assertNoViolations: () => assertNoViolations(controls.violations()),
    isValid: (accessToken) => (mint.expiryOf(accessToken) ?? 0) > clock.now(),
    reset() {
      options.reset();
      apiKeys.know(options.current().apiKeys);
      stubs.clear();
      for (const part of [clock, faults, idempotency, journal, mint])
        part.reset();
    },
  };
  return controls;
}

/** What else answers the path of a stub. Nothing may hide the spec or the control API. */
function ownerOfPath(
  { contract, operationAt, options }: ControlledServer,
  { method, path }: Stub,
): string | undefined {
  if (options.current().control && isControl(path))
    return "part of the control API";
  const isOperation =
    path.startsWith(`${contract.basePath}/`) &&
    operationAt(method.toLowerCase(), path.slice(contract.basePath.length));
  return isOperation
    ? "an operation of the spec, whose next response failNext() can change"
    : undefined;
}
