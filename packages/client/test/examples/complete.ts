import type { Example } from "./extract.js";

const client = `import { createMelioClient } from "@melio-platform/client";
const melio = createMelioClient();
`;
const cache = `import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
const tokens = createTokenCache({ melio: createMelioClient() });
await tokens.get("acc_123");
`;
const source = `import { createTokenSource } from "@melio-platform/client/browser";
const melio = createTokenSource({ endpoint: "/melio/token" });
`;
/** A client of Redis, as far as a store needs one. */
const redis = `const entries = new Map<string, string>();
const redis = {
  async sendCommand([command, key = "", value = ""]: string[]) {
    if (command === "GET") return entries.get(key) ?? null;
    if (command === "SET") entries.set(key, value);
    return "OK";
  },
};
`;
/** What the user's browser sends to the handler that an example makes, with the session of a framework. */
const request = `
const answer = await handleToken(
  new Request("https://shop.test/melio/token", { method: "POST" }),
  { session: { account: "acc_123" } },
);
if (!answer.ok) throw new Error(\`answered \${answer.status}\`);
`;

/** The example with what its text says is there, where it does not make it itself. */
export function complete({ name, code }: Example): string {
  if (code.includes("createRedisStore("))
    return `${client}${redis}${code}\nawait tokens.get("acc_123");`;
  if (/createToken(Cache|Source)\(/.test(code))
    return code.includes("export const handleToken") ? code + request : code;
  if (/\btokens\./.test(code)) return cache + code;
  if (name.startsWith("src/browser/")) return source + code;
  return /\bmelio\b/.test(code) && !code.includes("createMelioClient")
    ? client + code
    : code;
}
