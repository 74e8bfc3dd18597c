// Tables of settings and their defaults, from the TSDoc of the interfaces that declare them.
import { ReflectionKind } from "typedoc";
import { markdownTable } from "./markdown-table.js";

/** Partial to the interfaces whose members it lists; a member that several have is listed once. */
const partials = {
  "client-options": ["MelioClientOptions"],
  "call-options": ["CallOptions"],
  "cache-options": ["TokenCacheOptions"],
  "handler-options": ["TokenHandlerOptions"],
  "browser-options": ["TokenSourceOptions"],
  "mock-options": ["MockServerOptions"],
  "mock-faults": ["Fault"],
};

/** @param {import("typedoc").ProjectReflection} project */
export function settingsTables(project) {
  return Object.fromEntries(
    Object.entries(partials).map(([partial, names]) => [
      partial,
      markdownTable(
        ["setting", "default", "what it does"],
        names.flatMap((name) => rowsOf(interfaceNamed(project, name))),
      ),
    ]),
  );
}

/**
 * @param {import("typedoc").ProjectReflection} project
 * @param {string} name
 */
export function interfaceNamed(project, name) {
  const [found] = project
    .getReflectionsByKind(ReflectionKind.Interface | ReflectionKind.Class)
    .filter((reflection) => reflection.name === name);
  if (!found?.isDeclaration()) {
    throw new Error(`No entry point exports an interface or class "${name}".`);
  }
  return found;
}

/** @param {import("typedoc").DeclarationReflection} declaration */
const rowsOf = (declaration) =>
  ownFirst(declaration.children).map((member) => {
    // A function's comment is on its signature.
    const comment =
      member.comment ??
      (member.type?.type === "reflection"
        ? member.type.declaration.signatures?.[0]?.comment
        : undefined);
    const value = comment?.blockTags.find(({ tag }) =>
      /^@default(Value)?$/.test(tag),
    );
    return [
      `\`${member.name}\`${member.flags.isOptional ? "" : " (required)"}`,
      textOf(value?.content).replace(/^```ts\n([\s\S]*)\n```$/, (_, text) =>
        asCode(text),
      ),
      textOf(comment?.summary),
    ];
  });

/** @param {import("typedoc").DeclarationReflection[]} [members] */
const ownFirst = (members = []) => [
  ...members.filter((member) => !member.inheritedFrom),
  ...members.filter((member) => member.inheritedFrom),
];

/** @param {string} value A default that is a value, and not described in words, as code. */
export const asCode = (value) =>
  /^[\d_]+$|^Infinity$|^".*"$|^(true|false)$/.test(value)
    ? `\`${value}\``
    : value;

/** @param {import("typedoc").CommentDisplayPart[]} [parts] */
export const textOf = (parts = []) =>
  parts
    .map((part) =>
      part.kind === "inline-tag" ? `\`${part.text}\`` : part.text,
    )
    .join("");
