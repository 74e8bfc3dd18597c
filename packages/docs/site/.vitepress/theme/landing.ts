import { Content } from "vitepress";
import { VPHomeContent } from "vitepress/theme-without-fonts";
import { defineComponent, h } from "vue";

/** The landing page: its text in a `main`, without sidebar and outline. */
export const Landing = defineComponent({
  setup: () => () =>
    h("main", { class: "VPHome" }, [
      h(VPHomeContent, null, { default: () => h(Content) }),
    ]),
});
