import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cases } from "../suite/cases.js";
import { type Matrix, startMatrix } from "./support/matrix.js";
import { installRuntimes, runtimes } from "./support/runtimes.js";

let matrix: Matrix;
// Not thrown here: each test is to fail, and to say why.
let installation: Promise<unknown>;
beforeAll(async () => {
  installation = installRuntimes();
  installation.catch(() => {});
  matrix = await startMatrix();
});
afterAll(() => matrix.close());

describe.each(runtimes)("$name", (runtime) => {
  const own = cases.filter(({ only }) => !only || only.includes(runtime.kind));

  test.each(own)("$name", async ({ name }) => {
    await installation;
    const results = await matrix.results(runtime);
    const result = results.find((one) => one.name === name);
    expect(result, "the runtime ended before this case").toBeDefined();
    expect(result?.error).toBeUndefined();
  });
});
