import { isMelioError } from "@melio-platform/client";

/** What your own endpoint answers when there is no token. */
export function answerTo(error: unknown): Response {
  if (!isMelioError(error)) throw error;
  switch (error.kind) {
    case "forbidden":
      return new Response("Not your account", { status: 403 });
    case "rate_limited": {
      const seconds = Math.ceil((error.retryAfter ?? 1_000) / 1_000);
      return new Response("Try again later", {
        status: 503,
        headers: { "Retry-After": `${seconds}` },
      });
    }
    case "config":
      return new Response("Our mistake", { status: 500 });
    default:
      return new Response("Melio gave no token", { status: 502 });
  }
}
