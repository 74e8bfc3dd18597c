node --env-file=.env express.mjs
