/** The pages. What the following folders hold is made by the build and never committed. */
export const site = new URL("../site/", import.meta.url);

/** What pages include of other sources. */
export const generated = new URL("generated/", site);

/** The SDK's reference. */
export const reference = new URL("reference/", site);

/** Files that are published as they are. */
export const files = new URL("public/generated/", site);
