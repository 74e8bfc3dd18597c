npm install @melio-platform/client hono @hono/node-server
npm install --save-dev @melio-platform/mock-server
