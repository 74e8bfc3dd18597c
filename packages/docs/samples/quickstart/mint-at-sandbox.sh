unset MELIO_BASE_URL
export MELIO_ENVIRONMENT=sandbox
export MELIO_API_KEY=YOUR_SANDBOX_KEY
node mint-token.mjs
