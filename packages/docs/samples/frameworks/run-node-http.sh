node --env-file=.env node-http.mjs
