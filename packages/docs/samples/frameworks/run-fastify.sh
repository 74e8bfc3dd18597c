node --env-file=.env fastify.mjs
