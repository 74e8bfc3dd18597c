/** Calls a user's hook. Whatever goes wrong in it, now or later, is its own matter. */
export function callHook<Arguments extends unknown[]>(
  hook: ((...args: Arguments) => unknown) | undefined,
  ...args: Arguments
): void {
  const call = async () => hook?.(...args);
  call().catch(() => {});
}
