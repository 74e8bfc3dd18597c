node --env-file=.env mint-token.mjs
