# The next two requests fail; then look at what came.
curl -X POST http://127.0.0.1:4010/__mock/faults \
  -H "Content-Type: application/json" -d '{ "status": 503, "times": 2 }'
curl http://127.0.0.1:4010/__mock/requests

# An hour later, without waiting.
curl -X POST http://127.0.0.1:4010/__mock/clock/advance \
  -H "Content-Type: application/json" -d '{ "ms": 3600000 }'

# At the end of a test: what broke the contract? Then start anew.
curl http://127.0.0.1:4010/__mock/violations
curl -X POST http://127.0.0.1:4010/__mock/reset
