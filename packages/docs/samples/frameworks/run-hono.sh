node --env-file=.env hono.mjs
