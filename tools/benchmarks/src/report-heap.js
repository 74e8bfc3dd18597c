// Loaded into a server that is measured: tells the size of its heap when asked.
process.on("message", () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
