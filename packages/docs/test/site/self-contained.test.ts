import { expect, test } from "vitest";
import { builtPages, readBuilt, redocPage } from "./built-pages.js";

/** The addresses on other hosts that a browser loads while it shows the page; links are none. */
function foreignAddresses(html: string): string[] {
  const markup = html
    .replace(/(<script[^>]*>).*?<\/script>/gs, "$1</script>")
    // These tell of an address, and load nothing.
    .replace(/<link rel="canonical"[^>]*>/g, "");
  const loading = [
    /<(?!a\b)[a-z]+\b[^>]*?\b(?:src|srcset|href|data|poster)=["']((?:https?:)?\/\/[^"']*)/gi,
    /(?:url\(|@import)\s*["']?((?:https?:)?\/\/[^"')]*)/gi,
  ];
  const imports =
    /\bimport\s*(?:\{[^}]*\}\s*from\s*)?["'](https?:\/\/[^"']*)["']/g;
  return [
    ...loading.flatMap((pattern) => [...markup.matchAll(pattern)]),
    ...html.matchAll(imports),
  ].map((match) => match[1] ?? "");
}

test.for([...builtPages, redocPage])(
  "%s loads nothing from another host",
  (page) => {
    expect(foreignAddresses(readBuilt(page))).toEqual([]);
  },
);

test.for([
  '<link rel="modulepreload" href="https://cdn.example/theme.js" />',
  '<script type="module">import { hydrate } from "https://cdn.example/theme.js";</script>',
  '<img alt="" src="//cdn.example/logo.svg">',
  "<style>@import url(https://fonts.example/sans.css);</style>",
])("the test above would find %s", (html) => {
  expect(foreignAddresses(html)).toHaveLength(1);
});
