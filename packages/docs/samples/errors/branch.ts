import { createMelioClient, isMelioError } from "@melio-platform/client";

const melio = createMelioClient();

try {
  await melio.auth.createToken({ melioAccount: "acc_123" });
} catch (error) {
  if (!isMelioError(error)) throw error; // not from the client
  switch (error.kind) {
    case "unauthorized":
      console.error("The API key is wrong for this environment.");
      break;
    case "forbidden":
      console.error(`This key may not act for the Account: ${error.code}`);
      break;
    case "rate_limited":
      console.error(`Too many requests. Wait ${error.retryAfter} ms.`);
      break;
    case "connection":
    case "timeout":
      console.error(`No answer after ${error.attempts} attempts.`);
      break;
    default:
      console.error(`${error.kind}: ${error.message}`);
  }
}
