npm install @melio-platform/client fastify @fastify/cookie @fastify/session @hono/node-server
npm install --save-dev @melio-platform/mock-server
