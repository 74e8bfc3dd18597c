import { type Expectation, served, time } from "./expectation.js";

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
];
