npx melio-mock --port 4010
