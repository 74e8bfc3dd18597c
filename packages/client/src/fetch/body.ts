/** No answer of this API is nearly as long; an endless one must not fill the memory. */
const maxBytes = 10 * 1024 * 1024;

/**
 * Reads the body to its end, so that the attempt's time limit covers it, and gives the response
 * anew with the body in memory. If it breaks off, an error keeps what has come of it; a success
 * fails, and can be retried.
 */
export async function readBody(response: Response): Promise<Response> {
  const chunks: BlobPart[] = [];
  const reader = response.body?.getReader();
  try {
    for (let size = 0; reader && size < maxBytes; ) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value as BlobPart);
      size += value.length;
      if (size >= maxBytes) reader.cancel().catch(() => {});
    }
  } catch (error) {
    if (response.ok) throw error;
  }
  const { status, statusText, headers, url } = response;
  // 204 and 205 must not have a body (Fetch standard, "null body status").
  const body =
    !chunks[0] || status === 204 || status === 205
      ? null
      : chunks[1]
        ? new Blob(chunks)
        : chunks[0];
  const whole = new Response(body, { status, statusText, headers });
  return Object.defineProperty(whole, "url", { value: url });
}
