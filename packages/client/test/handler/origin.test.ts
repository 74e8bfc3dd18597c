import { expect, test, vi } from "vitest";
import { ask, createHandler, site } from "./support.js";

const attempt = async (headers: Record<string, string>, url = site) => {
  const authorize = vi.fn(() => "acc_1");
  const { handle, mints } = createHandler({ authorize });
  const request = new Request(`${url}/melio/token`, {
    method: "POST",
    headers,
  });
  const { status } = await handle(request);
  const refused = status === 403;
  expect(authorize).toHaveBeenCalledTimes(refused ? 0 : 1);
  expect(mints).toHaveLength(refused ? 0 : 1);
  return status;
};

test.for<Record<string, string>>([
  { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "cross-site", Origin: site },
  { "Sec-Fetch-Site": "same-site", Origin: "https://blog.shop.example" },
  { "Sec-Fetch-Site": "something-new", Origin: site },
  { Origin: "https://evil.example" },
  { Origin: "https://shop.example.evil.example" },
  { Origin: "https://shop.example:8443" },
  { Origin: "null" },
  { Origin: "not a URL" },
])("refused before anyone is asked: %j", async (headers) => {
  expect(await attempt(headers)).toBe(403);
});

test.for<Record<string, string>>([
  { "Sec-Fetch-Site": "same-origin", Origin: site },
  { "Sec-Fetch-Site": "none" },
  { Origin: site },
  { Origin: "https://SHOP.example" },
  {}, // no browser
])("taken: %j", async (headers) => {
  expect(await attempt(headers)).toBe(200);
});

test("behind a proxy the Host counts, and browsers' own word over it", async () => {
  const inner = "http://10.0.0.3:3000";
  expect(await attempt({ Origin: site, Host: "shop.example" }, inner)).toBe(
    200,
  );
  expect(await attempt({ Origin: site, Host: "other.example" }, inner)).toBe(
    403,
  );
  const word = { "Sec-Fetch-Site": "same-origin", Origin: site };
  expect(await attempt(word, inner)).toBe(200);
});

const front = "https://app.shop.example";
const allowedOrigins = [front];

test("a page of an origin that you allow gets the token, with CORS", async () => {
  const { handle } = createHandler({ allowedOrigins });
  const from = { Origin: front, "Sec-Fetch-Site": "same-site" };
  const preflight = await handle(ask(from, "OPTIONS"));
  expect(preflight.ok).toBe(true);
  expect(preflight.headers.get("Access-Control-Allow-Headers")).toBe(
    "Melio-Refused-Token",
  );
  const response = await handle(ask(from));
  expect(response.status).toBe(200);
  for (const { headers } of [preflight, response]) {
    expect(headers.get("Access-Control-Allow-Origin")).toBe(front);
    expect(headers.get("Access-Control-Allow-Credentials")).toBe("true");
    expect(headers.get("Vary")).toBe("Origin");
  }
  expect(response.headers.get("Access-Control-Expose-Headers")).toMatch(/Date/);
});

test.for(["https://evil.example", "null", site])(
  "an origin that you have not allowed (%s) gets no CORS",
  async (origin) => {
    const { handle } = createHandler({ allowedOrigins });
    const { headers } = await handle(
      ask({ Origin: origin, "Sec-Fetch-Site": "cross-site" }),
    );
    expect([...headers.keys()].join()).not.toMatch(/access-control/);
  },
);
