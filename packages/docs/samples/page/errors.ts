import {
  createTokenSource,
  TokenEndpointError,
} from "@melio-platform/client/browser";

const melio = createTokenSource({ endpoint: "/melio/token" });

/** What to tell the user, or nothing if all went well. */
export async function problem(url: string): Promise<string | undefined> {
  try {
    const response = await melio.fetch(url);
    if (response.ok) return undefined;
    if (response.status === 401) return "Please sign in again.";
    return `Melio refused the request (${response.status}).`;
  } catch (error) {
    // The user has signed out or changed: nobody waits for the answer.
    if (Object(error).name === "AbortError") return undefined;
    if (!(error instanceof TokenEndpointError)) {
      return "No answer. Check your connection, and try again.";
    }
    const { status, headers } = error.response;
    if (status === 401 || status === 403) return "Please sign in again.";
    const seconds = headers.get("Retry-After") ?? "60";
    return `Melio is not available. Try again in ${seconds} seconds.`;
  }
}
