import { Console } from "node:console";
import { Writable } from "node:stream";
import type { MelioLogger } from "@melio-platform/client";
import { pino } from "pino";
import { expect, test } from "vitest";
import { createLogger, format, transports } from "winston";
import { createClient } from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { fixJitter } from "./support/time.js";

/** What is written to it, line by line. */
function keepText() {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trim().split("\n"));
      done();
    },
  });
  return { lines, stream };
}

async function logOf(logger: MelioLogger) {
  fixJitter(0);
  const server = await startServer({ status: 503 }, success);
  await createClient(server, { logger, logLevel: "debug" }).auth.createToken();
  return `POST ${server.baseUrl}/auth/token`;
}

/** As each line begins, but for the milliseconds. */
const linesOf = (call: string) => [
  `${call}: attempt 1 starts`,
  expect.stringMatching(
    /: attempt 1 returned 503 after \d+ ms, retrying in 0 ms$/,
  ),
  `${call}: attempt 2 starts`,
  expect.stringMatching(/: attempt 2 returned 200 after \d+ ms$/),
];

test("pino's line says what happened", async () => {
  const { lines, stream } = keepText();
  const call = await logOf(pino({ level: "debug" }, stream));
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(linesOf(call));
});

test("winston's line says what happened, and has the details as fields", async () => {
  const { lines, stream } = keepText();
  const logger = createLogger({
    level: "debug",
    format: format.json(),
    transports: [new transports.Stream({ stream })],
  });
  const call = await logOf(logger);
  const entries = lines.map((line) => JSON.parse(line));
  expect(entries.map(({ message }) => message)).toEqual(linesOf(call));
  expect(entries[1]).toMatchObject({ level: "warn", status: 503, attempts: 1 });
});

test("console's line has both", async () => {
  const { lines, stream } = keepText();
  const call = await logOf(new Console(stream));
  expect(lines[0]).toContain(`${call}: attempt 1 starts {`);
  expect(lines.join("\n")).toMatch(/status: 503/);
});
