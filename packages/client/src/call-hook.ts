/** Calls a user's hook, and ignores whatever it throws or rejects with. */
export function callHook<Arguments extends unknown[]>(
  hook: ((...args: Arguments) => unknown) | undefined,
  ...args: Arguments
): void {
  const call = async () => hook?.(...args);
  call().catch(() => {});
}
