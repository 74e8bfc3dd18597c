import {
  type AnyMelioError,
  createMelioClient,
  isMelioError,
  type MelioClient,
  type MelioClientOptions,
} from "@melio-platform/client";

/** A key that the search for leaks finds wherever it turns up. */
export const markedKey = "sk_marked_4f9aQ7XwZr";

export const createClient = (
  { baseUrl }: { baseUrl: string },
  options: MelioClientOptions = {},
): MelioClient => createMelioClient({ apiKey: markedKey, baseUrl, ...options });

/** The error that a promise rejects with; fails if it resolves, or rejects with anything else. */
export async function melioErrorOf(
  promise: PromiseLike<unknown>,
): Promise<AnyMelioError> {
  const error = await rejectionOf(promise);
  if (!isMelioError(error)) throw error;
  return error;
}

/** The reason that a promise rejects with; fails if it resolves. */
export async function rejectionOf(
  promise: PromiseLike<unknown>,
): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error(`expected a rejection, got ${JSON.stringify(value)}`);
    },
    (reason) => reason,
  );
}

/** What a function throws; fails if it does not. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("expected it to throw");
}
