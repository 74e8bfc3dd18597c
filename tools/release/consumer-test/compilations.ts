import { fileURLToPath } from "node:url";
import { compilers } from "./consumer.js";

const moduleSettings = [
  { module: "node16", moduleResolution: "node16" },
  { module: "esnext", moduleResolution: "bundler" },
];
const typeRoots = [
  fileURLToPath(new URL("../node_modules/@types", import.meta.url)),
];
const surroundings = [
  { name: "the DOM's types", lib: ["es2022", "dom"], types: [] },
  { name: "Node's types", lib: ["es2022"], types: ["node"], typeRoots },
];

/** Every compiler with every way to find a package. */
export const compilations = compilers.flatMap((compiler) =>
  moduleSettings.map((settings) => ({ compiler, settings })),
);

/** {@link compilations}, with either set of types that has `fetch`. */
export const surroundedCompilations = compilations.flatMap((compilation) =>
  surroundings.map((surrounding) => ({ ...compilation, surrounding })),
);
