/** The pages. What the following folders hold is made by the build and never committed. */
export const site = new URL("../site/", import.meta.url);

/** What pages include of other sources. */
export const generated = new URL("generated/", site);

/** The SDK's reference. */
export const reference = new URL("reference/", site);

/** Styles of the API references. VitePress takes any stylesheet that Vite bundles for the theme's own. */
export const styles = new URL("public/api-styles/", site);
