npm install @melio-platform/client fastify @hono/node-server
