// What an earlier build left must not be published.
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
