node --env-file=.env h3.mjs
