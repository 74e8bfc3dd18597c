npm install --save-dev @melio-platform/mock-server
