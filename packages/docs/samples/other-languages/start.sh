npx melio-mock --port 4010 --json --api-key test-key=acc_123,acc_456
