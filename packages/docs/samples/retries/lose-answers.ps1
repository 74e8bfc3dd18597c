Invoke-RestMethod -Method Post http://127.0.0.1:4010/__mock/faults `
  -ContentType application/json `
  -Body '{ "truncate": true, "processed": true, "times": 3 }'
