# Make the next two requests fail, then list the requests.
curl -X POST http://127.0.0.1:4010/__mock/faults \
  -H "Content-Type: application/json" -d '{ "status": 503, "times": 2 }'
curl http://127.0.0.1:4010/__mock/requests

# Move the clock forward by an hour.
curl -X POST http://127.0.0.1:4010/__mock/clock/advance \
  -H "Content-Type: application/json" -d '{ "ms": 3600000 }'

# At the end of a test, list the violations, then reset the server.
curl http://127.0.0.1:4010/__mock/violations
curl -X POST http://127.0.0.1:4010/__mock/reset
