curl -X POST http://localhost:3000/melio/token
