import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";

const { resolve } = createRequire(import.meta.url);

/** The picture that other sites show beside a link to this one, as PNG: few of them take SVG. */
export function socialCard() {
  const svg = readFileSync(new URL("social-card.svg", import.meta.url), "utf8");
  const font = (/** @type {string} */ style) =>
    resolve(`@expo-google-fonts/inter/${style}`);
  return new Resvg(svg, {
    font: {
      fontFiles: [
        font("400Regular/Inter_400Regular.ttf"),
        font("600SemiBold/Inter_600SemiBold.ttf"),
      ],
      // The same picture on every machine.
      loadSystemFonts: false,
    },
  })
    .render()
    .asPng();
}
