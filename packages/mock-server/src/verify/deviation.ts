/** One way in which a server differs from the contract. */
export interface Deviation {
  readonly workflow: string;
  readonly step: string;
  /** The place in the contract, as a file and a JSON pointer: `openapi.yaml#/paths/…`. */
  readonly place: string;
  readonly message: string;
}

/** What became of one step of a workflow. */
export interface StepResult {
  readonly workflow: string;
  readonly step: string;
  readonly method: string;
  readonly path: string;
  /** The status of the answer; `undefined` if none came. */
  readonly status: number | undefined;
  readonly deviations: readonly Deviation[];
}
