npm install @melio-platform/client hono
npm install --save-dev @melio-platform/mock-server
