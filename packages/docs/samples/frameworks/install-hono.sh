npm install @melio-platform/client hono @hono/node-server
