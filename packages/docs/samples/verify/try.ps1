$env:MELIO_API_KEY = "test-key"
npx melio-mock verify `
  --base-url http://127.0.0.1:4010/v1 `
  --account acc_123
