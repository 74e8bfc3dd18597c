import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cases } from "../suite/cases.js";
import { type Matrix, startMatrix } from "./support/matrix.js";
import { installRuntimes, runtimes } from "./support/runtimes.js";

let matrix: Matrix;
// Not thrown here: each test is to fail, and to say why.
let installation: Promise<unknown>;
beforeAll(async () => {
  installation = installRuntimes();
  await Promise.allSettled([installation]);
  matrix = await startMatrix();
});
afterAll(() => matrix.close());

for (const runtime of runtimes) {
  const own = cases.filter(({ only }) => !only || only.includes(runtime.kind));

  describe(runtime.name, () => {
    test.each(own.map(({ name }) => name))("%s", async (name) => {
      await installation;
      const results = await matrix.results(runtime);
      const result = results.find((one) => one.name === name);
      expect(result, "the runtime ended before this case").toBeDefined();
      expect(result?.error).toBeUndefined();
    });
  });
}
