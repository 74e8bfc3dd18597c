import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { requireProgram } from "./support/programs.js";
import { downloadTarball } from "./support/tarball.js";

const { registry, published, sboms } = inject("release");

const textOf = ({ name, version }: { name: string; version: string }) => {
  const file = `${name.slice(1).replace("/", "-")}-${version}.cdx.json`;
  return readFile(join(sboms, `${name}@${version}`, file), "utf8");
};

describe.for(published)("$name", (item) => {
  test("has a bill of materials that CycloneDX's own schema accepts", async () => {
    const { Spec, Validation } = requireProgram("@cyclonedx/cyclonedx-library");
    const text = await textOf(item);
    const { specVersion } = JSON.parse(text);
    const validator = new Validation.JsonStrictValidator(specVersion);
    expect(Object.values(Spec.Version)).toContain(specVersion);
    expect(await validator.validate(text)).toBeNull();
    // It can fail.
    const nameless = text.replaceAll('"type": "library"', '"type": "thing"');
    expect(await validator.validate(nameless)).not.toBeNull();
  });

  test("which names the package, its version, and a licence of every part", async () => {
    const { metadata, components }: Sbom = JSON.parse(await textOf(item));
    const [scope, name] = item.name.split("/");
    expect(metadata.component.purl).toBe(
      `pkg:npm/${scope?.replace("@", "%40")}/${name}@${item.version}`,
    );
    for (const { name, licenses } of components)
      expect(licenses, name).not.toHaveLength(0);
  });
});

const named = (name: string) => {
  const found = published.find((item) => item.name === name);
  if (!found) throw new Error(`${name} was not published`);
  return found;
};

test("the client's lists its two dependencies", async () => {
  const text = await textOf(named("@melio-platform/client"));
  const { components }: Sbom = JSON.parse(text);
  expect(components.map(({ name }) => name).sort()).toEqual([
    "openapi-fetch",
    "openapi-typescript-helpers",
  ]);
});

test("the mock server's lists what is bundled in it beside what is installed", async () => {
  const mock = named("@melio-platform/mock-server");
  const { metadata, components, dependencies }: Sbom = JSON.parse(
    await textOf(mock),
  );
  const home = await mkdtemp(join(tmpdir(), "rehearsal-sbom-"));
  onTestFinished(() => rm(home, { recursive: true }));
  const tarball = await downloadTarball(registry, mock, join(home, "mock"));
  const record: { name: string; version: string }[] = JSON.parse(
    await tarball.text("dist/bundled-packages.json"),
  );
  const isBundled = ({ properties = [] }: Component) =>
    properties.some(
      ({ name, value }) =>
        name === "cdx:npm:package:bundled" && value === "true",
    );
  const idOf = ({ name, version }: { name: string; version: string }) =>
    `${name}@${version}`;
  const bundled = components.filter(isBundled);
  expect(bundled.map(idOf)).toEqual(record.map(idOf));
  expect(bundled.map(({ name }) => name)).toContain("@stoplight/prism-http");
  const installed = components.filter((component) => !isBundled(component));
  expect(installed.map(({ name }) => name)).toEqual(["commander"]);
  const own = dependencies.find(
    ({ ref }) => ref === metadata.component["bom-ref"],
  );
  expect(own?.dependsOn).toHaveLength(components.length);
});

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly "bom-ref": string;
  readonly licenses: readonly unknown[];
  readonly properties?: readonly { name: string; value: string }[];
}

interface Sbom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { ref: string; dependsOn: string[] }[];
}
