/** Colours of the site's theme, light and dark; without it those of the text around. */
export const ink = "currentColor";
export const soft = "var(--vp-c-text-2, currentColor)";
export const line = "var(--vp-c-divider, currentColor)";
export const fill = "var(--vp-c-bg-soft, transparent)";
export const accent = "var(--vp-c-brand-1, currentColor)";
export const accentFill = "var(--vp-c-brand-soft, transparent)";

/**
 * An element of SVG. Its style is an attribute too, since a page of VitePress takes no `<style>`.
 *
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...string} children markup
 */
export function element(name, attributes, ...children) {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(`${value}`)}"`)
    .join("");
  return `<${name}${written}>${children.join("")}</${name}>`;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} words
 * @param {Record<string, string | number>} attributes
 */
export const text = (x, y, words, attributes = {}) =>
  element(
    "text",
    { x, y, style: `fill: ${ink}`, ...attributes },
    escaped(words),
  );

/**
 * A whole drawing: named and described for who does not see it, on lines of its own without a blank
 * one, so that a Markdown page takes it as it is.
 *
 * @param {{ id: string, title: string, description: string, width: number, height: number }} facts
 * @param {string[]} parts
 */
export function drawing({ id, title, description, width, height }, parts) {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-labelledby": `${id}-title ${id}-description`,
    style: `display: block; width: 100%; max-width: ${width}px; height: auto; margin: 0 auto`,
    "font-family": "inherit",
    "font-size": 14,
  };
  const inside = [
    element("title", { id: `${id}-title` }, escaped(title)),
    element("desc", { id: `${id}-description` }, escaped(description)),
    ...parts,
  ];
  return `${element("svg", attributes, `\n${inside.join("\n")}\n`)}\n`;
}

/** @param {string} words */
export const escaped = (words) =>
  words
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
