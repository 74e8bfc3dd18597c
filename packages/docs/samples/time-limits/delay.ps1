Invoke-RestMethod -Method Post http://127.0.0.1:4010/__mock/faults `
  -ContentType application/json -Body '{ "delay": 60000, "times": 2 }'
