deno run --env-file --allow-net --allow-env mint-token.mjs
