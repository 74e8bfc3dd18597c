npm install @melio-platform/client
npm install --save-dev @melio-platform/mock-server
