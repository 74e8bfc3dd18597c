import { element, escaped } from "./svg.js";

/** @typedef {{ name: string, words: string[], when?: string }} Item */

/**
 * What a diagram says, as a list that a narrow screen has room for.
 *
 * @param {Item[]} items one with `when` happens only then
 */
export const listItems = (items) =>
  element(
    "ol",
    { class: "diagram-list" },
    ...items.map(({ name, words, when }, index) =>
      element(
        "li",
        when ? { class: "sometimes" } : {},
        when && when !== items[index - 1]?.when
          ? element("em", {}, escaped(when))
          : "",
        element("b", {}, escaped(name)),
        ...words.map((word) => element("span", {}, escaped(word))),
      ),
    ),
  );
