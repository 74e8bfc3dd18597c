npm install @melio-platform/client hono
