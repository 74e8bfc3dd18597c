npm install @melio-platform/client express @hono/node-server
