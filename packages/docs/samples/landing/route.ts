import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";

const accounts = new Map([
  ["session=ada", "acc_123"],
]);

export const POST = createTokenHandler({
  tokens: createTokenCache({
    melio: createMelioClient(),
  }),
  authorize: ({ headers }) =>
    accounts.get(
      headers.get("Cookie") ?? "",
    ),
});
