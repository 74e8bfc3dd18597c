import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();
const controller = new AbortController();

const token = melio.auth.createToken(
  { melioAccount: "acc_123" },
  { signal: controller.signal },
);
controller.abort(new Error("The user went away"));

try {
  await token;
} catch (error) {
  console.error(error === controller.signal.reason); // true
}
