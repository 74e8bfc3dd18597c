node --env-file=.env invoke.mjs
