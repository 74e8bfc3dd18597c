npm install @melio-platform/client express express-session @hono/node-server
npm install --save-dev @melio-platform/mock-server
