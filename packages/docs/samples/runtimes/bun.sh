bun mint-token.mjs
