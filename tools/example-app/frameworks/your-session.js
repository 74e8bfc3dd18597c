/**
 * Stands for your own sessions: who has sent the request.
 *
 * @param {Request} request
 * @returns {Promise<{ melioAccount?: string } | undefined>}
 */
export async function userOf(request) {
  return request.headers.get("Cookie") === "session=ada"
    ? { melioAccount: "acc_ada" }
    : undefined;
}
