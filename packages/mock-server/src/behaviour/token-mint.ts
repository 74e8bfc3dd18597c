import {
  createCipheriv,
  createDecipheriv,
  hash,
  randomBytes,
} from "node:crypto";

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

const accessPrefix = "at_";
const refreshPrefix = "rt_";

const blockBytes = 16;
const serialBytes = 6;
/** The rest of a block is zero, which no block is that was not encrypted here. */
const padding = Buffer.alloc(blockBytes - 1 - serialBytes);
const kinds = { access: 1, refresh: 2 } as const;

/**
 * A token is its serial number, encrypted: opaque, unguessable, and foreign to any other server. Only
 * expiries are stored, in a ring of fixed size, so a million tokens take no more memory.
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
  let cipher = createBlockCipher(seed);

  function encrypt(kind: number): string {
    const block = Buffer.alloc(blockBytes);
    block.writeUInt8(kind, 0);
    block.writeUIntBE(serial, 1, serialBytes);
    return cipher.encrypt(block).toString("base64url");
  }

  return {
    mint(now) {
      const expiry = now + ttl;
      serial += 1;
      expiries[serial % rememberedTokens] = expiry;
      return {
        accessToken: accessPrefix + encrypt(kinds.access),
        expiresAt: new Date(expiry).toISOString(),
        refreshToken: refreshPrefix + encrypt(kinds.refresh),
      };
    },
    expiryOf(accessToken) {
      if (!accessToken.startsWith(accessPrefix)) return undefined;
      const token = accessToken.slice(accessPrefix.length);
      const encrypted = Buffer.from(token, "base64url");
      // Some texts decode to the same bytes; only one of them was given out.
      if (
        encrypted.length !== blockBytes ||
        encrypted.toString("base64url") !== token
      ) {
        return undefined;
      }
      const block = cipher.decrypt(encrypted);
      if (
        block.readUInt8(0) !== kinds.access ||
        !block.subarray(1 + serialBytes).equals(padding)
      ) {
        return undefined;
      }
      const number = block.readUIntBE(1, serialBytes);
      // A seed makes tokens that are ours, but not yet minted since the last reset.
      return number > serial || number <= serial - rememberedTokens
        ? undefined
        : expiries[number % rememberedTokens];
    },
    reset() {
      serial = 0;
      cipher = createBlockCipher(seed);
    },
  };
}

/** Encrypts single blocks; no two tokens have the same one, so nothing is there to be chained. */
function createBlockCipher(seed: string | undefined) {
  const key =
    seed === undefined
      ? randomBytes(blockBytes)
      : hash("sha256", seed, "buffer").subarray(0, blockBytes);
  const encryption = createCipheriv("aes-128-ecb", key, null);
  const decryption = createDecipheriv("aes-128-ecb", key, null);
  encryption.setAutoPadding(false);
  decryption.setAutoPadding(false);
  return {
    encrypt: (block: Buffer) => encryption.update(block),
    decrypt: (block: Buffer) => decryption.update(block),
  };
}
