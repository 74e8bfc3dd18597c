curl -c cookies.txt -X POST http://localhost:3000/login
curl -b cookies.txt -X POST http://localhost:3000/melio/token
