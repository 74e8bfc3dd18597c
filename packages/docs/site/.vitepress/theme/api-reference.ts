import { useData, useRouter, withBase } from "vitepress";
import {
  defineComponent,
  h,
  onMounted,
  onUnmounted,
  type PropType,
  ref,
  watchEffect,
} from "vue";
import { searchTheSite } from "./search-the-site.js";

/** What `redocly build-docs` hands to Redoc's script. */
interface RedocContent {
  definition: object;
  options: object;
}

const followTheSite = `localStorage.setItem("redoc.colorMode", document.documentElement.classList.contains("dark") ? "dark" : "light");`;

/** A reference as Redocly has rendered it, which Redoc's own script brings to life. */
export const ApiReference = defineComponent({
  props: {
    /** Name of its stylesheet. */
    name: { type: String, required: true },
    /** What is shown before the script runs, and without it. */
    html: { type: String, required: true },
    /** Loads what the script wants. */
    content: {
      type: Function as PropType<() => Promise<{ default: RedocContent }>>,
      required: true,
    },
    /** Address of the script. */
    script: { type: String, required: true },
  },
  setup(props) {
    const element = ref<HTMLElement>();
    const { isDark } = useData();
    const router = useRouter();

    onMounted(async () => {
      window.addEventListener("keydown", searchTheSite, { capture: true });
      // Redoc would go by a choice of its own.
      watchEffect(() => {
        localStorage.setItem(
          "redoc.colorMode",
          isDark.value ? "dark" : "light",
        );
      });
      // Redoc follows the address for as long as the page lives: leave it by loading the next one whole.
      router.onBeforePageLoad = (to) => {
        window.location.assign(to);
        return false;
      };
      const [redoc, { default: content }] = await Promise.all([
        import(/* @vite-ignore */ props.script),
        props.content(),
      ]);
      await redoc.hydrate(content.definition, content.options, element.value);
    });
    onUnmounted(() => {
      window.removeEventListener("keydown", searchTheSite, { capture: true });
      delete router.onBeforePageLoad;
    });

    return () =>
      // vp-raw: VitePress' router leaves the links in it alone.
      h("div", { class: "api-reference vp-raw" }, [
        h("link", {
          rel: "stylesheet",
          href: withBase(`/generated/${props.name}.css`),
        }),
        // Before the script that stands in the HTML goes by a choice of Redoc's own.
        h("script", { innerHTML: followTheSite }),
        h("div", { ref: element, innerHTML: props.html }),
      ]);
  },
});
