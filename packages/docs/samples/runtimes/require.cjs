const { createMelioClient } = require("@melio-platform/client");

const melio = createMelioClient();
melio.auth.createToken({ melioAccount: "acc_123" }).then((token) => {
  console.log(token.expiresAt);
});
