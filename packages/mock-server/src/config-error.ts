/** An option of the mock server, or a flag of its command, is invalid. */
export class MockServerConfigError extends Error {
  override readonly name = "MockServerConfigError";
}
