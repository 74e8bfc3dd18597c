import type { Theme } from "vitepress";
// Without VitePress' own fonts: the system's need no request.
import DefaultTheme from "vitepress/theme-without-fonts";
import { ApiReference } from "./api-reference.js";
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("ApiReference", ApiReference);
  },
} satisfies Theme;
