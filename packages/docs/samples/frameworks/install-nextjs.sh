npm install @melio-platform/client next react react-dom iron-session
npm install --save-dev @melio-platform/mock-server
