npx melio-mock --port 4010 --api-key test-key &
curl --silent --retry 30 --retry-connrefused --retry-delay 1 \
  http://127.0.0.1:4010/__mock/health
