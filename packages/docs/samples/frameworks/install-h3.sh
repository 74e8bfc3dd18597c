npm install @melio-platform/client h3
npm install --save-dev @melio-platform/mock-server
