npm install @melio-platform/client @hono/node-server iron-session
npm install --save-dev @melio-platform/mock-server
