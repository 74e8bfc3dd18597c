import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";

const minute = 60_000;
const tokenTtl = 30 * minute;
const idempotencyTtl = 60 * minute;
const apiKeys = ["any", { key: "own", accounts: ["acc_1"] }];

/** What the README promises, without HTTP, Prism or signatures. Times are counted from the start. */
interface Model {
  now: number;
  keys: Map<
    string,
    {
      request: string;
      expires: number;
      status: number;
      token: string | undefined;
    }
  >;
  tokens: { token: string; expires: number }[];
  faults: {
    status: number;
    account: string | undefined;
    struck: number;
    left: number;
  }[];
  journal: { outcome: string; status: number; attempt: number | undefined }[];
  attempts: Map<string, number>;
  violations: number;
}

interface Real {
  mock: MockServer;
  call: ReturnType<typeof createCaller>;
}

const emptyModel = (): Model => ({
  now: 0,
  keys: new Map(),
  tokens: [],
  faults: [],
  journal: [],
  attempts: new Map(),
  violations: 0,
});

/** Compares all that can be seen from outside: nothing unexpected, nothing missing. */
function compare(model: Model, { mock }: Real): void {
  expect(
    mock
      .requests()
      .map(({ outcome, status, attempt }) => ({ outcome, status, attempt })),
  ).toEqual(model.journal);
  expect(mock.faults().map(({ struck, left }) => ({ struck, left }))).toEqual(
    model.faults.map(({ struck, left }) => ({ struck, left })),
  );
  expect(mock.violations()).toHaveLength(model.violations);
  for (const { token, expires } of model.tokens) {
    expect(mock.isValid(token)).toBe(expires > model.now);
  }
}

class Mint implements fc.AsyncCommand<Model, Real> {
  constructor(
    readonly idempotencyKey: string | undefined,
    readonly apiKey: string | undefined,
    readonly account: string | undefined,
  ) {}
  check = () => true;
  toString = () =>
    `mint(${this.idempotencyKey}, ${this.apiKey}, ${this.account})`;

  async run(model: Model, real: Real) {
    const { status, body, headers } = await real.call<{
      data?: { accessToken: string };
    }>({
      headers: {
        "Idempotency-Key": this.idempotencyKey,
        "API-Key": this.apiKey,
        "Melio-Account": this.account,
      },
    });
    const expected = this.expect(model);
    expect(status).toBe(expected.status);
    expect(headers.has("idempotent-replayed")).toBe(
      expected.outcome === "replayed",
    );

    const token = body.data?.accessToken;
    if (expected.token !== undefined) expect(token).toBe(expected.token);
    if (status !== 200) expect(token).toBeUndefined();
    else if (expected.outcome === "processed") {
      expect(model.tokens.map((known) => known.token)).not.toContain(token);
      model.tokens.push({
        token: token as string,
        expires: model.now + tokenTtl,
      });
    }
    if (["processed", "forbidden"].includes(expected.outcome)) {
      const key = this.idempotencyKey as string;
      const request = this.fingerprint();
      model.keys.set(key, {
        request,
        expires: model.now + idempotencyTtl,
        status,
        token,
      });
    }
    model.journal.push({
      outcome: expected.outcome,
      status,
      attempt: this.countAttempt(model),
    });
    compare(model, real);
  }

  /** The rules, in the order in which they apply. */
  private expect(model: Model): {
    outcome: string;
    status: number;
    token?: string | undefined;
  } {
    if (this.apiKey === undefined) model.violations += 1;
    if (!this.idempotencyKey) model.violations += 1;
    const fault = model.faults.find(
      ({ left, account }) =>
        left > 0 && (account === undefined || account === this.account),
    );
    if (fault !== undefined) {
      fault.left -= 1;
      fault.struck += 1;
      return { outcome: "fault", status: fault.status };
    }
    if (this.apiKey === undefined) return { outcome: "violation", status: 401 };
    if (!this.idempotencyKey) return { outcome: "violation", status: 400 };
    if (this.apiKey === "unknown")
      return { outcome: "unauthorized", status: 401 };
    const known = model.keys.get(this.idempotencyKey);
    if (known !== undefined && known.expires > model.now) {
      return known.request === this.fingerprint()
        ? { outcome: "replayed", status: known.status, token: known.token }
        : { outcome: "key-reused", status: 422 };
    }
    return this.apiKey === "own" && this.account === "acc_2"
      ? { outcome: "forbidden", status: 403 }
      : { outcome: "processed", status: 200 };
  }

  private fingerprint(): string {
    return `${this.apiKey} ${this.account}`;
  }

  private countAttempt({ attempts }: Model): number | undefined {
    if (this.idempotencyKey === undefined) return undefined;
    const attempt = (attempts.get(this.idempotencyKey) ?? 0) + 1;
    attempts.set(this.idempotencyKey, attempt);
    return attempt;
  }
}

class Advance implements fc.AsyncCommand<Model, Real> {
  constructor(readonly ms: number) {}
  check = () => true;
  toString = () => `advance(${this.ms})`;
  async run(model: Model, real: Real) {
    model.now += this.ms;
    real.mock.clock.advance(this.ms);
    compare(model, real);
  }
}

class Fail implements fc.AsyncCommand<Model, Real> {
  constructor(
    readonly status: number,
    readonly times: number,
    readonly account: string | undefined,
  ) {}
  check = () => true;
  toString = () => `fail(${this.status}, ${this.times}, ${this.account})`;
  async run(model: Model, real: Real) {
    const { status, times, account } = this;
    model.faults.push({ status, account, struck: 0, left: times });
    real.mock.failNext({
      status,
      times,
      ...(account !== undefined && { account }),
    });
    compare(model, real);
  }
}

class Reset implements fc.AsyncCommand<Model, Real> {
  check = () => true;
  toString = () => "reset()";
  async run(model: Model, real: Real) {
    const before = model.tokens;
    Object.assign(model, emptyModel());
    real.mock.reset();
    for (const { token } of before)
      expect(real.mock.isValid(token)).toBe(false);
    compare(model, real);
  }
}

const mock = await startMockServer({ tokenTtl, idempotencyTtl, apiKeys });
afterAll(() => mock.close());

test("random sequences of requests, clock moves and faults behave as the model does", async () => {
  const account = fc.constantFrom(undefined, "acc_1", "acc_2");
  const commands = [
    fc
      .tuple(
        fc.constantFrom("k1", "k2", "k3", "k4", "", undefined),
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom("any", "own") },
          { weight: 1, arbitrary: fc.constantFrom("unknown", undefined) },
        ),
        account,
      )
      .map((values) => new Mint(...values)),
    fc.constantFrom("k1", "k2").map((key) => new Mint(key, "any", undefined)),
    fc
      .constantFrom(10, 20, 30, 60)
      .map((minutes) => new Advance(minutes * minute)),
    fc
      .tuple(
        fc.constantFrom(503, 429, 500),
        fc.integer({ min: 1, max: 3 }),
        account,
      )
      .map((values) => new Fail(...values)),
    fc.constant(new Reset()),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.commands(commands, { size: "+1" }),
      async (sequence) => {
        mock.reset();
        const real = { mock, call: createCaller(mock.baseUrl) };
        await fc.asyncModelRun(() => ({ model: emptyModel(), real }), sequence);
      },
    ),
    { numRuns: 100 },
  );
}, 120_000);
