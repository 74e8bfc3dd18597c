import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** A self-signed certificate for 127.0.0.1, as files. */
export interface Certificate extends AsyncDisposable {
  readonly cert: string;
  readonly key: string;
}

export async function createCertificate(): Promise<Certificate> {
  const directory = await mkdtemp(path.join(tmpdir(), "melio-mock-"));
  const cert = path.join(directory, "cert.pem");
  const key = path.join(directory, "key.pem");
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec"],
    ...["-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"],
    ...["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
    ...["-keyout", key, "-out", cert],
  ]);
  return {
    cert,
    key,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true }),
  };
}
