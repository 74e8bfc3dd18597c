import { Hono } from "hono";
import { cors } from "hono/cors";

const bills = [
  { vendor: "Flour & Co", amount: "$ 412.00", due: "2030-01-04" },
  { vendor: "City Power", amount: "$ 96.35", due: "2030-01-11" },
  { vendor: "Rent", amount: "$ 1,250.00", due: "2030-02-01" },
];

/**
 * Stands for Melio's API as a page calls it: takes a token that the mock server has minted and that
 * has not expired.
 *
 * @param {import("@melio-platform/mock-server").MockServer} mock
 */
export function createMelioLikeApi(mock) {
  const api = new Hono();
  api.use(cors());
  api.get("/v1/bills", (context) => {
    const token = context.req.header("Authorization")?.replace("Bearer ", "");
    if (!token || !mock.isValid(token))
      return context.json({ error: { code: "unauthorized" } }, 401, {
        "WWW-Authenticate": 'Bearer error="invalid_token"',
      });
    return context.json({ data: bills });
  });
  return api;
}
