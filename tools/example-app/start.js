// `pnpm example`: everything in one process, until Ctrl+C.
import { startExample } from "./app/example.js";

const example = await startExample({ port: Number(process.env.PORT ?? 0) });
console.log(`The shop:        ${example.url}`);
console.log(`The mock server: ${example.mock.url}`);
console.log(
  "Sign in as Ada or Ben. Cleo has no Melio Account. Press Ctrl+C to stop.",
);
for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => example.close());
