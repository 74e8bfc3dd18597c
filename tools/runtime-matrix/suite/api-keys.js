/** What the mock server is told to know, and a key that it does not. */
export const apiKeys = {
  usual: "sk_test_matrix",
  fromVault: "sk_test_vault",
  fromEnvironment: "sk_test_environment",
  unknown: "sk_test_unknown",
};
