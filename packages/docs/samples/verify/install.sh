npm install --save-dev @melio-platform/mock-server @redocly/cli@2
