/** A file of this package, by its path in the package. */
export const packageFile = (path: string): URL =>
  new URL(`../${path}`, import.meta.url);
