curl -X POST http://127.0.0.1:4010/__mock/faults \
  -H "Content-Type: application/json" -d '{ "delay": 60000, "times": 2 }'
