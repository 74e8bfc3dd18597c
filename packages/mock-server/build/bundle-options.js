import { leaveOut } from "./leave-out.js";

/** How Prism is bundled. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node20",
  // Names and lines are kept, so that a stack trace can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 120,
  legalComments: "none",
  plugins: [leaveOut],
  logLevel: "warning",
};
