import type { Answer, Tamper } from "./forwarding-server.js";

/** A way to break the contract, and the workflows that find it. */
export interface Deviation {
  server: string;
  foundBy: string[];
  tamper: Tamper;
}

const minting = ["mint", "mint-for-account", "replay"];
const refused = [
  "missing-idempotency-key",
  "missing-api-key",
  "unknown-api-key",
];

/** Changes the token of an answer that has one. */
function changeToken(change: (token: object) => object): Tamper {
  return (answer) => {
    const { data } = JSON.parse(answer.body);
    return data === undefined
      ? answer
      : withBody(answer, { data: change(data) });
  };
}

function withBody(answer: Answer, body: object): Answer {
  return { ...answer, body: JSON.stringify(body) };
}

export const deviations: Deviation[] = [
  {
    server: "leaves out the refresh token",
    foundBy: minting,
    tamper: changeToken((token) => ({ ...token, refreshToken: undefined })),
  },
  {
    server: "gives an expiry that is no time",
    foundBy: ["mint", "mint-for-account"],
    tamper: changeToken((token) => ({ ...token, expiresAt: "soon" })),
  },
  {
    server: "gives a new token for a used key",
    foundBy: ["replay"],
    tamper: changeToken((token) => ({
      ...token,
      accessToken: crypto.randomUUID(),
    })),
  },
  {
    server: "answers with a status that the description does not list",
    foundBy: minting,
    tamper: (answer) =>
      answer.status < 300 ? { ...answer, status: 202 } : answer,
  },
  {
    server: "mints without an idempotency key",
    foundBy: ["missing-idempotency-key"],
    tamper: (answer) =>
      answer.status === 400
        ? withBody(
            { ...answer, status: 200 },
            {
              data: {
                accessToken: "at_1",
                expiresAt: "2031-05-14T10:15:30Z",
                refreshToken: "rt_1",
              },
            },
          )
        : answer,
  },
  {
    server: "forbids in place of asking for an API key",
    foundBy: ["missing-api-key", "unknown-api-key"],
    tamper: (answer) =>
      answer.status === 401 ? { ...answer, status: 403 } : answer,
  },
  {
    server: "gives an error without a code",
    foundBy: refused,
    tamper: (answer) =>
      answer.status >= 400
        ? withBody(answer, { error: { message: "No." } })
        : answer,
  },
];
