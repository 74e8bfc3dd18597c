import { apiKeys } from "../api-keys.js";
import { check, equal } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const wireCases = [
  {
    name: "sends a request of the shape that the spec asks for",
    async run({ createClient, lab, settings }) {
      const melioAccount = "acc_matrix";
      await createClient().auth.createToken({ melioAccount });
      const [request, ...others] = await lab("mock").requests();
      check(request, "no request came");
      equal(others.length, 0, "further requests");
      equal(request.method, "POST", "method");
      equal(request.bodyLength, 0, "length of the body");

      /** @param {string} name */
      const sent = (name) =>
        request.headers
          .filter((header) => header[0] === name.toLowerCase())
          .map((header) => header[1]);
      const { apiKey, account, idempotencyKey } = settings.headers;
      equal(sent("Accept"), ["application/json"], "Accept");
      equal(sent("Content-Type"), [], "Content-Type");
      equal(sent("Transfer-Encoding"), [], "Transfer-Encoding");
      equal(sent("Content-Length"), ["0"], "Content-Length");
      equal(sent("Authorization"), [], "Authorization");
      equal(sent(apiKey), [apiKeys.usual], apiKey);
      equal(sent(account), [melioAccount], account);
      equal(sent(idempotencyKey).length, 1, `number of ${idempotencyKey}`);
    },
  },
  {
    name: "puts a prefix before the API key",
    async run({ createClient, lab, settings }) {
      const melio = createClient({
        apiKey: async () => apiKeys.fromVault,
        apiKeyPrefix: "Bearer",
      });
      await melio.auth.createToken();
      const [request] = await lab("mock").requests();
      const sent = new Map(request?.headers);
      equal(
        sent.get(settings.headers.apiKey.toLowerCase()),
        `Bearer ${apiKeys.fromVault}`,
        "API key on the wire",
      );
    },
  },
  {
    name: "names itself in User-Agent",
    // Browsers keep that header for themselves.
    only: ["node", "bun", "deno", "workerd"],
    async run({ createClient, lab }) {
      await createClient({ userAgent: "matrix/1.0" }).auth.createToken();
      const [request] = await lab("mock").requests();
      const userAgent = new Map(request?.headers).get("user-agent") ?? "";
      check(
        /^melio-\S*client\/\d\S* matrix\/1\.0$/.test(userAgent),
        `User-Agent is ${userAgent}`,
      );
    },
  },
];
