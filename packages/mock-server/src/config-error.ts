/** An option of the mock server, or a flag of its command, that cannot be used. */
export class MockServerConfigError extends Error {
  override readonly name = "MockServerConfigError";
}
