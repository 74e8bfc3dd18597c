import { execFile } from "node:child_process";
import {
  cp,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const packages = [
  "spec",
  "tsconfig.base.json",
  "packages/types",
  "packages/client",
];

/** An operation of every kind of parameter; what a maintainer would add to `openapi.yaml`. */
const secondOperation = `
  /accounts/{accountId}/notes:
    post:
      operationId: postAccountNote
      tags: [Auth]
      summary: Add a note to an Account
      description: Adds a note. Made up for a test.
      security:
        - ApiKey: []
      parameters:
        - name: accountId
          in: path
          required: true
          description: ID of the Account.
          schema: { type: string }
          example: acc_123
        - name: label
          in: query
          description: Labels of the note.
          schema: { type: array, items: { type: string } }
          example: [urgent]
        - $ref: '#/components/parameters/IdempotencyKey'
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [text]
              properties:
                text: { type: string }
            example: { text: Call back }
      responses:
        '201':
          description: The note.
          content:
            application/json:
              schema:
                type: object
                required: [id, pinned]
                properties:
                  id: { type: string }
                  pinned: { type: boolean }
              example: { id: note_1, pinned: false }
        '400':
          $ref: '#/components/responses/BadRequest'
        default:
          $ref: '#/components/responses/UnexpectedError'
`;

/**
 * Copies the packages that the client is made of, adds an operation to the copied `openapi.yaml`
 * and to nothing else, and builds the copies with their own scripts.
 */
export async function growWorkspace() {
  const home = await mkdtemp(join(tmpdir(), "melio-grown-"));
  const leftOut = ["dist", "test", ".turbo"];
  for (const path of packages) {
    await cp(join(root, path), join(home, path), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !leftOut.includes(basename(source)),
    });
  }
  await symlink(join(root, "node_modules"), join(home, "node_modules"));

  const openapi = join(home, "spec/openapi.yaml");
  const before = await readFile(openapi, "utf8");
  await writeFile(
    openapi,
    before.replace("\ncomponents:\n", `${secondOperation}components:\n`),
  );

  for (const [path, ...scripts] of [
    ["spec", "build"],
    ["packages/types", "generate", "build"],
    ["packages/client", "generate", "build"],
  ] as const) {
    const cwd = join(home, path);
    const manifest = JSON.parse(
      await readFile(join(cwd, "package.json"), "utf8"),
    );
    const PATH = [join(cwd, "node_modules/.bin"), process.env.PATH].join(
      delimiter,
    );
    for (const script of scripts) {
      await promisify(execFile)("sh", ["-c", manifest.scripts[script]], {
        cwd,
        env: { ...process.env, PATH },
      });
    }
  }
  return {
    /** The copy's folder. */
    home,
    spec: join(home, "spec/dist/openapi.json"),
    client: join(home, "packages/client"),
    remove: () => rm(home, { recursive: true }),
  };
}
