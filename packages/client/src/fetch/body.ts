/** In bytes. No answer of this API is nearly as long; an endless one must not fill the memory. */
const longestBody = 10_000_000;

/**
 * Reads the body to its end, so that the attempt's time limit covers it, and gives the response
 * anew with the body in memory. If it breaks off, an error keeps what has come of it; a success
 * fails, and can be retried.
 */
export async function readBody(response: Response): Promise<Response> {
  const chunks: BlobPart[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > longestBody) break; // which cancels the rest
    }
  } catch (error) {
    if (response.ok) throw error;
  }
  return new Response(size ? new Blob(chunks) : null, response);
}
