node mint-token.mjs
bun mint-token.mjs
deno run --allow-net --allow-env mint-token.mjs
