$env:MELIO_API_KEY = "YOUR_SANDBOX_KEY"
npx melio-mock verify `
  --base-url https://api-sandbox.melio.com/v1 `
  --account YOUR_ACCOUNT_ID
