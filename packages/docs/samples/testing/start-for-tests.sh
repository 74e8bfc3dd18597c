# A free port, told as JSON on the first line: for scripts.
npx melio-mock --port 0 --json --api-key test-key=acc_123,acc_456
