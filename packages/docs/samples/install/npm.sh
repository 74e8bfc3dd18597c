npm install @melio-platform/client
