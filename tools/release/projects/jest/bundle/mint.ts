import { createMelioClient } from "@melio-platform/client";
import { startMockServer } from "@melio-platform/mock-server";

async function main() {
  const mock = await startMockServer();
  const melio = createMelioClient({ apiKey: "sk", baseUrl: mock.baseUrl });
  const { accessToken } = await melio.auth.createToken();
  console.log(mock.isValid(accessToken));
  await mock.close();
}
main();
