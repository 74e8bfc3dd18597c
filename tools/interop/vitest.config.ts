import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { shared } from "../../vitest.shared.js";

/** The client's contract suite, with another server behind the fixture that it asks for. */
const contractSuite = (name: string, fixture: string) => ({
  root: fileURLToPath(new URL("../../packages/client", import.meta.url)),
  resolve: {
    alias: {
      "@melio-platform/mock-server/vitest": fileURLToPath(
        new URL(fixture, import.meta.url),
      ),
    },
  },
  test: {
    testTimeout: shared.testTimeout,
    hookTimeout: shared.hookTimeout,
    name,
    include: ["test/contract.test.ts"],
  },
});

export default defineConfig({
  test: {
    ...shared,
    globalSetup: "test/support/install-programs.ts",
    projects: [
      {
        extends: true,
        test: { name: "interop", include: ["test/**/*.test.ts"] },
      },
      contractSuite("through prism proxy", "contract/through-prism-proxy.ts"),
      contractSuite("on prism mock", "contract/on-prism-mock.ts"),
    ],
  },
});
