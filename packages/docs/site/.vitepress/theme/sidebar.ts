import { defineAsyncComponent, type HydrationStrategy } from "vue";

const wide = "(min-width: 960px)";

/**
 * On a phone the sidebar is out of sight, and half of what a page has to hydrate. It waits for whatever can
 * open it or lead to another page, and gets the event before the rest of the page does.
 */
const onFirstUse: HydrationStrategy = (hydrate) => {
  const media = matchMedia(wide);
  if (media.matches) {
    const id = requestIdleCallback(() => hydrate());
    return () => cancelIdleCallback(id);
  }
  const uses = new AbortController();
  const use = () => {
    uses.abort();
    hydrate();
  };
  const options = { capture: true, signal: uses.signal };
  document.addEventListener("pointerdown", use, options);
  document.addEventListener("keydown", use, options);
  document.addEventListener("click", use, options);
  media.addEventListener("change", use, options);
  return () => uses.abort();
};

/** VitePress' own, which the configuration replaces by this. */
export default defineAsyncComponent({
  loader: () =>
    import("vitepress/dist/client/theme-default/components/VPSidebar.vue"),
  hydrate: onFirstUse,
});
