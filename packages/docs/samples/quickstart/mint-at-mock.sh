export MELIO_API_KEY=any-key
export MELIO_BASE_URL=http://127.0.0.1:4010/v1
node mint-token.mjs
