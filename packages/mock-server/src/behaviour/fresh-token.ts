import type { MintedToken } from "./token-mint.js";

/** The body with a fresh token in place of its example; as it is if it carries none. */
export function withFreshToken(
  body: unknown,
  mint: () => MintedToken,
): unknown {
  return carriesToken(body)
    ? { ...body, data: { ...body.data, ...mint() } }
    : body;
}

/** Told by its shape, so that a later operation which gives out tokens needs no code here. */
function carriesToken(body: unknown): body is { data: MintedToken } {
  const data = (body as { data?: Partial<MintedToken> } | undefined)?.data;
  return (
    typeof data?.accessToken === "string" &&
    typeof data.expiresAt === "string" &&
    typeof data.refreshToken === "string"
  );
}
