node --env-file=.env mint-token.mjs
bun mint-token.mjs
deno run --env-file --allow-net --allow-env mint-token.mjs
