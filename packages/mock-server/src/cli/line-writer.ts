/**
 * Makes a function that writes lines. Those of one turn of the event loop go out together: alone they go
 * at once, and under load a write is not paid for each.
 */
export function createLineWriter(
  stream: NodeJS.WritableStream,
): (line: string) => void {
  let pending = "";
  return (line) => {
    if (pending === "") {
      setImmediate(() => {
        stream.write(pending);
        pending = "";
      });
    }
    pending += `${line}\n`;
  };
}
