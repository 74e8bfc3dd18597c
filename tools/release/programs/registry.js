// A registry of npm's kind on loopback: `node registry.js <folder>`. What is published to it stays in the folder,
// and it has nothing else. Prints its address when it listens.
import { join } from "node:path";
import { runServer } from "verdaccio";

const [, , folder = ""] = process.argv;
const server = await runServer({
  configPath: join(folder, "verdaccio.yaml"),
  self_path: folder,
  storage: join(folder, "storage"),
  auth: { htpasswd: { file: join(folder, "htpasswd") } },
  packages: {
    "@melio-platform/*": { access: "$all", publish: "$authenticated" },
  },
  publish: { allow_offline: true },
  web: { enable: false },
  log: { type: "stderr", format: "pretty", level: "warn" },
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
// Its parent has gone, whichever way.
process.once("disconnect", () => process.exit());
