/** In bytes. No answer of this API is nearly as long; an endless one must not fill the memory. */
const longestBody = 10_000_000;

/**
 * Reads the body to its end, so that the attempt's time limit covers it; `text()` gives it from
 * then on. If it breaks off, an error keeps what has come of it; a success fails, and can be retried.
 */
export async function readBody(response: Response): Promise<void> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    while (reader) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      if (done) break;
      if (text.length > longestBody) {
        reader.cancel().catch(() => {});
        break;
      }
    }
  } catch (error) {
    if (response.ok) throw error;
  }
  Object.defineProperty(response, "text", { value: async () => text });
}
