import type { UserConfig } from "vitepress";

type Plugin = Extract<
  NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number],
  { name: string }
>;

/** What VitePress' components say wrong to a screen reader, and what they should say. */
const corrections: Record<string, [string | RegExp, string][]> = {
  "VPLocalSearchBox.vue": [
    // A button with a search in it.
    [
      /role="button"\s+:aria-owns="[^"]*"\s+aria-expanded="true"\s+aria-haspopup="listbox"\s+aria-labelledby="localsearch-label"/,
      'role="dialog" aria-modal="true" :aria-label="buttonText"',
    ],
    // An option with a link in it.
    [
      /:id="'localsearch-item-' \+ index"\s+:aria-selected="[^"]*"\s+role="option"/,
      'role="none"',
    ],
    [
      'class="result"',
      `class="result" role="option" :id="'localsearch-item-' + index" :aria-selected="selectedIndex === index"`,
    ],
    // A name that is not the text in it.
    [`:aria-label="[...p.titles, p.title].join(' > ')"`, ""],
    // Names that such elements cannot have.
    [/<kbd :aria-label/g, '<kbd role="img" :aria-label'],
    ['class="title-icon"', 'class="title-icon" aria-hidden="true"'],
  ],
  // Content outside of every landmark.
  "VPLocalNavOutlineDropdown.vue": [
    [
      'class="items"',
      'class="items" role="navigation" :aria-label="resolveTitle(theme)"',
    ],
  ],
};

export function accessible(): Plugin {
  return {
    name: "accessible",
    enforce: "pre",
    transform(code, id) {
      const component = Object.keys(corrections).find((name) =>
        id.endsWith(`/theme-default/components/${name}`),
      );
      if (!component) return;
      return corrections[component]?.reduce((text, [wrong, right]) => {
        const corrected = text.replace(wrong, () => right);
        if (corrected === text)
          throw new Error(
            `VitePress' ${component} no longer has ${wrong}: see ${import.meta.filename}.`,
          );
        return corrected;
      }, code);
    },
  };
}
