import json
import os
import urllib.request
import uuid

request = urllib.request.Request(
    "https://api-sandbox.melio.com/v1/auth/token",
    method="POST",
    headers={
        "Accept": "application/json",
        "API-Key": os.environ["MELIO_API_KEY"],
        "Idempotency-Key": str(uuid.uuid4()),
        "Melio-Account": "acc_123",
    },
)
with urllib.request.urlopen(request, timeout=10) as response:
    token = json.load(response)["data"]
print(token["accessToken"], token["expiresAt"])
