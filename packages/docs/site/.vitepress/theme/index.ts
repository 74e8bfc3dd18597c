import type { Theme } from "vitepress";
// Without VitePress' own fonts: the system's need no request.
import DefaultTheme from "vitepress/theme-without-fonts";
import { h } from "vue";
import { Landing } from "./landing.js";
import { NotFound } from "./not-found.js";
import "./style.css";
import "./landing.css";

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, { "not-found": () => h(NotFound) }),
  enhanceApp({ app }) {
    app.component("landing", Landing);
  },
} satisfies Theme;
