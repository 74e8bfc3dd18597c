// A component that VitePress publishes without its type.
declare module "vitepress/dist/client/theme-default/components/VPSidebar.vue" {
  import type { DefineComponent } from "vue";

  const VPSidebar: DefineComponent<{ open: boolean }>;
  export default VPSidebar;
}
