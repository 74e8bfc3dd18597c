import { type Expectation, served, time } from "./expectation.js";

/** Runs code as in a page, whose endpoint answers with a token unless it is told otherwise. */
const inThePage = (code: string) => `
  let endpoint = {};
  globalThis.location = new URL("https://shop.example/");
  globalThis.fetch = async (input, init) => {
    const request = new Request(new URL(input.url ?? input, location), input instanceof Request ? input : init);
    const { pathname, href } = new URL(request.url);
    console.log(request.method, pathname === "/melio/token" ? pathname : href, request.headers.get("Authorization"));
    if (!endpoint) throw new TypeError("fetch failed");
    if (pathname !== "/melio/token") return Response.json({ data: [] });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    return Response.json({ accessToken: "at_page", expiresAt }, endpoint);
  };
  ${code}
`;

/** The samples that export something, with code that uses it. */
export const modules: Expectation[] = [
  {
    sample: "errors/answer.ts",
    code: `
      import { createMelioClient } from "@melio-platform/client";
      import { answerTo } from "./errors/answer.js";
      const melio = createMelioClient();
      for (let call = 0; call < 3; call++) {
        const answer = answerTo(await melio.auth.createToken().catch((error) => error));
        console.log(answer.status, answer.headers.get("Retry-After"));
      }
      await melio.auth.createToken({ melioAccount: "\\n" }).catch((error) => {
        console.log(answerTo(error).status);
      });
    `,
    prepare(mock) {
      mock.failNext({ status: 429, retryAfter: 90 });
      mock.failNext({ status: 403 });
      mock.failNext({ status: 401 });
    },
    stdout: /^503 90\n403 null\n502 null\n500\n$/,
    requests: [{ status: 429 }, { status: 403 }, { status: 401 }],
  },
  {
    sample: "time-limits/shutdown.ts",
    code: `
      import { tokenFor } from "./time-limits/shutdown.js";
      console.log((await tokenFor("acc_123")).expiresAt);
      process.emit("SIGTERM");
      await tokenFor("acc_123").catch(({ name }) => console.log(name));
    `,
    stdout: RegExp(`^${time}\nAbortError\n$`),
    requests: [served],
  },
  {
    sample: "accounts/one-account.ts",
    code: `
      import { tokenForUser } from "./accounts/one-account.js";
      console.log((await tokenForUser("ada@example.com")).expiresAt);
      await tokenForUser("eve@example.com").catch(({ message }) => console.log(message));
    `,
    stdout: RegExp(`^${time}\nThis user has no Melio Account\n$`),
    requests: [served],
  },
  {
    sample: "runtimes/worker.ts",
    code: `
      import worker from "./runtimes/worker.js";
      const request = new Request("https://worker.example/");
      const answer = await worker.fetch(request, { MELIO_API_KEY: "key" });
      console.log(answer.status, (await answer.json()).expiresAt);
    `,
    stdout: RegExp(`^200 ${time}\n$`),
    requests: [served],
  },
  {
    sample: "page/vendors.ts",
    code: inThePage(`
      const { loadVendors } = await import("./page/vendors.js");
      console.log(JSON.stringify(await loadVendors()));
    `),
    stdout:
      /^POST \/melio\/token null\nGET \S+\/v1\/vendors Bearer at_page\n\{"data":\[\]\}\n$/,
  },
  {
    sample: "page/errors.ts",
    code: inThePage(`
      const { problem } = await import("./page/errors.js");
      const ask = () => problem("https://api.melio.com/v1/vendors");
      console.log(await ask());
      endpoint = { status: 503, headers: { "Retry-After": "7" } };
      const fresh = () => import("./page/errors.js?" + Math.random());
      console.log(await (await fresh()).problem("https://api.melio.com/v1/vendors"));
      endpoint = { status: 403 };
      console.log(await (await fresh()).problem("https://api.melio.com/v1/vendors"));
      endpoint = undefined;
      console.log(await (await fresh()).problem("https://api.melio.com/v1/vendors"));
    `),
    stdout:
      /undefined\n[\s\S]*in 7 seconds\.\n[\s\S]*sign in again\.\n[\s\S]*your connection/,
  },
];
