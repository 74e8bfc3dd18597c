import { execFile, execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Document, parseDocument } from "yaml";
import { runChecks } from "../src/run-checks.js";

const run = promisify(execFile);
const workspace = fileURLToPath(new URL("../../..", import.meta.url));
const gate = fileURLToPath(new URL("../src/cli.js", import.meta.url));

const folders = {
  "@melio-platform/spec": "spec",
  "@melio-platform/types": "packages/types",
  "@melio-platform/client": "packages/client",
  "@melio-platform/mock-server": "packages/mock-server",
} as const;
type Name = keyof typeof folders;
export const names = Object.keys(folders) as Name[];

const copied = [
  "package.json",
  "pnpm-workspace.yaml",
  ".gitignore",
  ".changeset/config.json",
  "spec/package.json",
  "spec/openapi.yaml",
  "packages/types/package.json",
  "packages/types/etc",
  "packages/client/package.json",
  "packages/client/etc",
  "packages/mock-server/package.json",
  "packages/mock-server/etc",
  "packages/mock-server/control.openapi.yaml",
];

/** A real git repository on `main`, with what the gate reads of this one. */
export class Repository {
  readonly root = mkdtempSync(join(tmpdir(), "gate-repository-"));

  constructor(version = "1.0.0") {
    for (const path of copied)
      cpSync(join(workspace, path), join(this.root, path), { recursive: true });
    for (const folder of Object.values(folders))
      symlinkSync(
        join(workspace, folder, "node_modules"),
        join(this.root, folder, "node_modules"),
      );
    // A link is a file to git, which `node_modules/` does not ignore.
    this.write(".gitignore", "node_modules\ndist\n");
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.name", "Test");
    this.git("config", "user.email", "test@example.com");
    this.setVersions(version);
    this.commit();
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true });
  }

  git(...args: string[]): void {
    execFileSync("git", args, { cwd: this.root, stdio: "pipe" });
  }

  commit(): void {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message=Change");
  }

  /** Tags HEAD as `changeset publish` does. */
  tagReleases(version = "1.0.0"): void {
    for (const name of names) this.git("tag", `${name}@${version}`);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  /** A file as it was committed last. */
  show(path: string): string {
    return execFileSync("git", ["show", `HEAD:${path}`], {
      cwd: this.root,
      encoding: "utf8",
    });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  edit(path: string, passage: string | RegExp, replacement: string): void {
    const text = this.read(path);
    const edited = text.replace(passage, replacement);
    if (edited === text) throw new Error(`${path} has no ${passage}.`);
    this.write(path, edited);
  }

  editSpec(edit: (spec: Document) => void): void {
    const document = parseDocument(this.read("spec/openapi.yaml"));
    edit(document);
    this.write("spec/openapi.yaml", document.toString({ lineWidth: 0 }));
  }

  setVersions(version: string, packages: readonly Name[] = names): void {
    for (const name of packages) {
      const path = `${folders[name]}/package.json`;
      const manifest = JSON.parse(this.read(path));
      this.write(path, JSON.stringify({ ...manifest, version }, undefined, 2));
    }
  }

  /** Writes a changeset; one without packages is what `changeset --empty` writes. */
  addChangeset(
    bump: string,
    packages: readonly string[],
    id = "quiet-dogs",
    words = "A change.",
  ) {
    const releases = packages.map((name) => `"${name}": ${bump}\n`).join("");
    this.write(
      `.changeset/${id}.md`,
      `---\n${releases}---\n\n${releases && words}\n`,
    );
  }

  /** Runs checks of the gate in this process. */
  async check(checks: string[]) {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const out = { log: print, error: print };
    const passed = await runChecks(this.root, checks, out);
    return { passed, output: lines.join("\n") };
  }

  /** Runs the gate's command as a developer does. */
  async run(...checks: string[]) {
    const args = [gate, "--root", this.root, ...checks];
    const { code = 0, stdout } = await run(process.execPath, args).catch(
      (error) => error,
    );
    return { code, stdout };
  }
}
