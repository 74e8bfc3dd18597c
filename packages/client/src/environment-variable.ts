/** Read when it is asked for, never at import; an empty one counts as unset. */
export function environmentVariable(name: string): string | undefined {
  try {
    const { process } = globalThis as {
      process?: { env?: Record<string, string | undefined> };
    };
    return process?.env?.[name] || undefined;
  } catch {
    return undefined; // Deno, without the permission to read it
  }
}
