import { withBase } from "vitepress";
import { defineComponent, h } from "vue";

const links = [
  ["/", "Home"],
  ["/quickstart", "Quickstart"],
  ["/guides/", "Guides"],
  ["/guides/troubleshooting", "Troubleshooting and FAQ"],
  ["/reference/", "Reference"],
] as const;

/** What is shown for an address that leads nowhere. */
export const NotFound = defineComponent({
  setup: () => () =>
    h("main", { class: "not-found vp-doc" }, [
      h("h1", "Page not found"),
      h(
        "p",
        "There is no page at this address. Search the site, or try one of these:",
      ),
      h(
        "ul",
        links.map(([path, text]) =>
          h("li", h("a", { href: withBase(path) }, text)),
        ),
      ),
    ]),
});
