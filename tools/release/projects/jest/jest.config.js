// As people have it: a CommonJS package, and no flag but for `modules`.
module.exports = {
  projects: [
    {
      displayName: "plain",
      testMatch: ["**/plain/**/*.test.js"],
      transform: {},
    },
    { displayName: "hooks", testMatch: ["**/hooks/*.test.js"], transform: {} },
    {
      displayName: "babel",
      testMatch: ["**/babel/*.test.js"],
      transform: {
        "\\.js$": [
          "babel-jest",
          {
            presets: [["@babel/preset-env", { targets: { node: "current" } }]],
          },
        ],
      },
    },
    {
      displayName: "typescript",
      testMatch: ["**/typescript/*.test.ts"],
      transform: {
        "\\.ts$": ["ts-jest", { tsconfig: "typescript/tsconfig.json" }],
      },
    },
    {
      displayName: "modules",
      testMatch: ["**/modules/*.test.mjs"],
      moduleFileExtensions: ["mjs", "js"],
      transform: {},
    },
  ],
};
