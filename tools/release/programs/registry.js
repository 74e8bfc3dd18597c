// A registry of npm's kind on loopback: `node registry.js <folder> <uplink>`. What is published to it
// stays in the folder; what it has not, it asks the uplink for. Prints its address when it listens.
import { join } from "node:path";
import { runServer } from "verdaccio";

const [, , folder = "", uplink = ""] = process.argv;
const server = await runServer({
  configPath: join(folder, "verdaccio.yaml"),
  self_path: folder,
  storage: join(folder, "storage"),
  auth: { htpasswd: { file: join(folder, "htpasswd") } },
  uplinks: { npm: { url: uplink, maxage: "1h", timeout: "60s", max_fails: 5 } },
  packages: {
    // Ours come from here alone, so that what was released before does not show.
    "@melio-platform/*": { access: "$all", publish: "$authenticated" },
    "**": { access: "$all", proxy: "npm" },
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
