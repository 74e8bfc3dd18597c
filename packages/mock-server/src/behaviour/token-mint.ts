import { hash, randomBytes, timingSafeEqual } from "node:crypto";

/** What `POST /auth/token` gives out. */
export interface MintedToken {
  readonly accessToken: string;
  /** RFC 3339, in UTC. */
  readonly expiresAt: string;
  readonly refreshToken: string;
}

/** Makes tokens, and knows its own again. */
export interface TokenMint {
  /** A token that differs from every other of this server. */
  mint(now: number): MintedToken;
  /** When one of this server's access tokens expires; `undefined` if it is not one of them. */
  expiryOf(accessToken: string): number | undefined;
  /** Forgets all tokens, and starts the seed's sequence anew. */
  reset(): void;
}

/** How many tokens a server remembers; older ones count as unknown. */
const rememberedTokens = 100_000;

const prefix = "at_";
const signatureBytes = 16;
const serialBytes = 6;

/**
 * A token is its serial number, signed; the signature makes it unguessable, and another server's tokens
 * foreign. Only expiries are stored, in a ring of fixed size, so a million tokens take no more memory.
 *
 * @param ttl - Lifetime of a token in milliseconds.
 * @param seed - The same seed gives the same sequence of tokens, at whatever time.
 */
export function createTokenMint(
  ttl: number,
  seed: string | undefined,
): TokenMint {
  const expiries = new Float64Array(rememberedTokens);
  let serial = 0;
  let secret = newSecret();

  function newSecret(): Buffer {
    return seed === undefined
      ? randomBytes(32)
      : hash("sha256", seed, "buffer");
  }
  function sign(serialNumber: Buffer): Buffer {
    return hash("sha256", Buffer.concat([secret, serialNumber]), "buffer");
  }

  return {
    mint(now) {
      const expiry = now + ttl;
      serial += 1;
      expiries[serial % rememberedTokens] = expiry;
      const serialNumber = Buffer.allocUnsafe(serialBytes);
      serialNumber.writeUIntBE(serial, 0, serialBytes);
      const signature = sign(serialNumber);
      const accessToken = Buffer.concat([
        signature.subarray(0, signatureBytes),
        serialNumber,
      ]);
      return {
        accessToken: prefix + accessToken.toString("base64url"),
        expiresAt: new Date(expiry).toISOString(),
        refreshToken: `rt_${signature.subarray(signatureBytes).toString("base64url")}`,
      };
    },
    expiryOf(accessToken) {
      if (!accessToken.startsWith(prefix)) return undefined;
      const token = Buffer.from(accessToken.slice(prefix.length), "base64url");
      if (token.length !== signatureBytes + serialBytes) return undefined;
      const serialNumber = token.subarray(signatureBytes);
      const signature = sign(serialNumber).subarray(0, signatureBytes);
      if (!timingSafeEqual(signature, token.subarray(0, signatureBytes))) {
        return undefined;
      }
      const number = serialNumber.readUIntBE(0, serialBytes);
      // A seed makes tokens that were signed before, but not yet minted since the last reset.
      if (number > serial || number <= serial - rememberedTokens)
        return undefined;
      return expiries[number % rememberedTokens];
    },
    reset() {
      serial = 0;
      secret = newSecret();
    },
  };
}
