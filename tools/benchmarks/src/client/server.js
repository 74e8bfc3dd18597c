// A server in a process of its own, so that its work is not counted as the contestants'. It does as
// little as a server can: what is measured is the client's side.
import { createServer } from "node:http";
import { successBody } from "./token-call.js";

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, {
    "Content-Type": "application/json",
    "Content-Length": successBody.length,
  });
  response.end(successBody);
});
// A contestant must find its connection open when its turn comes again.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const address = /** @type {import("node:net").AddressInfo} */ (
    server.address()
  );
  process.send?.(address.port);
});
// Whatever ends the benchmark ends the server with it.
process.on("disconnect", () => process.exit());
