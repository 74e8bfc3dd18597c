import json
import os
import urllib.request
import uuid

# A test sets this to the mock server's address.
base_url = os.environ.get("MELIO_BASE_URL", "http://127.0.0.1:4010/v1")

request = urllib.request.Request(
    f"{base_url}/auth/token",
    method="POST",
    headers={
        "Accept": "application/json",
        "API-Key": os.environ.get("MELIO_API_KEY", "test-key"),
        "Idempotency-Key": str(uuid.uuid4()),
        "Melio-Account": "acc_123",
    },
)
with urllib.request.urlopen(request, timeout=10) as response:
    token = json.load(response)["data"]
print(token["accessToken"], token["expiresAt"])
