import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from "node:crypto";

const cipher = "aes-256-gcm";
const ivLength = 12; // bytes, NIST SP 800-38D, section 8.2.2
const tagLength = 16;

/**
 * Encrypts tokens for a store that others can read.
 *
 * @param {string} secret long and random, the same in all processes; not the API key
 * @returns {import("@melio-platform/client/cache").TokenEncryption}
 */
export function createTokenEncryption(secret) {
  const encryptionKey = createHash("sha256").update(secret).digest();
  return {
    encrypt(text, key) {
      const iv = randomBytes(ivLength);
      const encryption = createCipheriv(cipher, encryptionKey, iv);
      encryption.setAAD(Buffer.from(key)); // binds the token to its place in the store
      const body = [encryption.update(text, "utf8"), encryption.final()];
      return Buffer.concat([iv, encryption.getAuthTag(), ...body]).toString(
        "base64",
      );
    },
    decrypt(encrypted, key) {
      const bytes = Buffer.from(encrypted, "base64");
      const body = ivLength + tagLength;
      const iv = bytes.subarray(0, ivLength);
      const decryption = createDecipheriv(cipher, encryptionKey, iv);
      decryption.setAAD(Buffer.from(key));
      decryption.setAuthTag(bytes.subarray(ivLength, body));
      return (
        decryption.update(bytes.subarray(body), undefined, "utf8") +
        decryption.final("utf8")
      );
    },
  };
}
