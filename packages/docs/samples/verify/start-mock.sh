npx melio-mock --port 4010 --api-key test-key=acc_123
