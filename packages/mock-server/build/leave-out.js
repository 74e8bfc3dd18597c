/**
 * What Prism loads but this server never calls: random data (`Prefer: dynamic`), Postman collections,
 * OpenAPI 2, outgoing calls of proxy mode and callbacks, its log. Each is replaced by a module that throws when
 * it is used after all, with the reason.
 */
const leftOut = [
  [/^@faker-js\/faker$/, "dynamic data"],
  [/^json-schema-faker$/, "dynamic data"],
  [/^seedrandom$/, "dynamic data"],
  [/^@stoplight\/http-spec\/postman\/operation$/, "Postman collections"],
  [/^@stoplight\/http-spec\/oas2\/operation$/, "OpenAPI 2"],
  [/^node-fetch$/, "outgoing requests"],
  [/^https?-proxy-agent$/, "outgoing requests"],
  [/^isomorphic-fetch$/, "a fetch for old runtimes"],
  [/^pino$/, "Prism's own log"],
];

/** @type {import("esbuild").Plugin} */
export const leaveOut = {
  name: "leave-out",
  setup(build) {
    for (const [filter, subject] of leftOut) {
      build.onResolve({ filter }, ({ path }) => ({
        path,
        namespace: "left-out",
        pluginData: subject,
      }));
    }
    build.onLoad(
      { filter: /.*/, namespace: "left-out" },
      ({ path, pluginData }) => ({
        contents: `
        const refuse = () => { throw new Error(${JSON.stringify(`${pluginData}: left out of this bundle of Prism (${path})`)}); };
        const absent = new Proxy(refuse, { get: (_, name) => name === "__esModule" ? false : name === "extend" || name === "option" ? () => {} : absent });
        module.exports = absent;
      `,
        loader: "js",
      }),
    );
    // One function is asked of it, and all of it converted for that.
    build.onResolve({ filter: /^lodash\/fp$/ }, () => ({
      path: "lodash/fp",
      namespace: "lodash-fp",
    }));
    build.onLoad({ filter: /.*/, namespace: "lodash-fp" }, () => ({
      contents: 'exports.set = require("lodash/fp/set");',
      resolveDir: import.meta.dirname,
    }));
    // Its CommonJS build is UMD, whose requires no bundler can follow.
    build.onResolve({ filter: /^jsonc-parser$/ }, ({ resolveDir, kind }) =>
      build.resolve("jsonc-parser/lib/esm/main.js", { resolveDir, kind }),
    );
  },
};
