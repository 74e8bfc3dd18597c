// What a backend's tests do, with the packages as a test file has loaded them.
module.exports = ({
  createMelioClient,
  isMelioError,
  createTokenSource,
  createTokenCache,
  createTokenHandler,
  startMockServer,
}) => {
  let mock;
  let melio;
  beforeAll(async () => {
    mock = await startMockServer({ apiKeys: ["sk_jest"] });
    melio = createMelioClient({ apiKey: "sk_jest", baseUrl: mock.baseUrl });
  });
  beforeEach(() => mock.reset());
  afterAll(() => mock.close());

  test("a token is minted, and asked for again after a failure", async () => {
    mock.failNext({ status: 503 });
    const { accessToken } = await melio.auth.createToken({
      melioAccount: "acc_1",
    });
    expect(mock.isValid(accessToken)).toBe(true);
    mock.assertNoViolations();
  });

  test("the mock's fault is an error of the client", async () => {
    mock.failNext({ status: 403 });
    const error = await melio.auth.createToken().catch((thrown) => thrown);
    expect(isMelioError(error)).toBe(true);
    expect(error.status).toBe(403);
  });

  test("a wrong request is a violation", async () => {
    await fetch(`${mock.baseUrl}/auth/token`, { method: "POST" });
    expect(() => mock.assertNoViolations()).toThrow(/API-Key/);
  });

  test("cache and handler work together", async () => {
    const tokens = createTokenCache({ melio });
    const handle = createTokenHandler({ tokens, authorize: () => "acc_2" });
    const response = await handle(
      new Request("https://shop.example/melio/token", {
        method: "POST",
        headers: { Origin: "https://shop.example" },
      }),
    );
    expect(response.status).toBe(200);
    const { accessToken } = await response.json();
    expect(mock.isValid(accessToken)).toBe(true);
  });

  test("the page's source fetches from an endpoint", async () => {
    const source = createTokenSource({
      endpoint: "https://shop.example/melio/token",
      fetch: async () =>
        Response.json({
          accessToken: "at_1",
          expiresAt: "2999-01-01T00:00:00Z",
        }),
    });
    expect(await source.getToken()).toBe("at_1");
  });
};
