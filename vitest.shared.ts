/**
 * What all test projects share. No test depends on how fast the machine is: the limits, in milliseconds, are
 * there to end what hangs.
 */
export const shared = { testTimeout: 180_000, hookTimeout: 300_000 };
