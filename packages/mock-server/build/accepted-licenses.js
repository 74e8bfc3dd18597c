/** Licences under which code may be passed on, with a notice at most: by the mock server's bundle, or as a dependency. */
export const acceptedLicenses = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
];
