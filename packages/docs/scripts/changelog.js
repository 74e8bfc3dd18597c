// The changelog of every published package: what is released, and what the pending changesets will release.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

// By `require`, since its declarations tell ES modules of another default export than there is.
/** @type {typeof import("@changesets/get-release-plan").default} */
const getReleasePlan = createRequire(import.meta.url)(
  "@changesets/get-release-plan",
).default;

const root = new URL("../../../", import.meta.url);
const packages = [
  "packages/client",
  "packages/mock-server",
  "packages/types",
  "spec",
];

/** The client's newest version, for the landing page. */
export async function clientVersion() {
  const plan = await getReleasePlan(fileURLToPath(root));
  const { name, version } = JSON.parse(
    readFileSync(new URL("packages/client/package.json", root), "utf8"),
  );
  if (existsSync(new URL("packages/client/CHANGELOG.md", root))) return version;
  const next = plan.releases.find((release) => release.name === name);
  return `${next?.newVersion ?? version}, not yet released`;
}

export async function changelog() {
  const plan = await getReleasePlan(fileURLToPath(root));
  const sections = packages.map((folder) => {
    const { name } = JSON.parse(
      readFileSync(new URL(`${folder}/package.json`, root), "utf8"),
    );
    return [`## ${name}`, ...next(plan, name), ...released(folder)].join(
      "\n\n",
    );
  });
  return `---
title: Changelog
description: What has changed in each published package, and what the next release brings.
editLink: false
outline: [2, 3]
---

# Changelog

${sections.join("\n\n")}
`;
}

/**
 * @param {Awaited<ReturnType<typeof getReleasePlan>>} plan
 * @param {string} name
 */
function next(plan, name) {
  const release = plan.releases.find((release) => release.name === name);
  if (!release || release.type === "none") return [];
  const changes = plan.changesets
    .filter(({ id }) => release.changesets.includes(id))
    .sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)))
    .map(({ summary }) => `- ${summary.replaceAll("\n", "\n  ")}`);
  return [`### ${release.newVersion}, not yet released`, changes.join("\n")];
}

/**
 * Whether a change is what all others build on.
 * @param {{ summary: string }} change
 */
const isFirst = ({ summary }) => summary.startsWith("First release");

/** @param {string} folder */
function released(folder) {
  const file = new URL(`${folder}/CHANGELOG.md`, root);
  if (!existsSync(file)) return [];
  // Below the package's own heading, a level deeper.
  return [
    readFileSync(file, "utf8")
      .replace(/^# .*\n+/, "")
      .replace(/^##/gm, "###"),
  ];
}
