/** In bytes. No answer of this API is nearly as long; an endless one must not fill the memory. */
const longestBody = 10_000_000;

const decoder = new TextDecoder();

/**
 * Reads the body to its end, so that the attempt's time limit covers it; `text()`, `arrayBuffer()` and
 * `blob()` give what has come of it. If it breaks off, an error keeps that; a success fails, and can be
 * retried.
 */
export async function readBody(response: Response): Promise<void> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  // Made when it is asked for: it takes its time.
  const blob = () =>
    new Blob(chunks, { type: response.headers.get("Content-Type") ?? "" });
  const reader = response.body?.getReader();
  // Decoding piece by piece takes much longer than at once.
  response.text = async () =>
    decoder.decode(chunks[1] ? await blob().arrayBuffer() : chunks[0]);
  response.arrayBuffer = () => blob().arrayBuffer();
  response.blob = async () => blob();
  let size = 0;
  try {
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
      if (size > longestBody) {
        reader.cancel().catch(() => {});
        break;
      }
    }
  } catch (error) {
    if (response.ok) throw error;
  }
}
