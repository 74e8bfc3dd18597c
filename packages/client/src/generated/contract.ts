// Generated from the spec by scripts/generate.js; do not edit.
export const servers = {
  "production": "https://api.melio.com/v1",
  "sandbox": "https://api-sandbox.melio.com/v1"
} as const;
export const apiKeyHeader = "API-Key" as const;
export const accountHeader = "Melio-Account" as const;
export const idempotencyKeyHeader = "Idempotency-Key" as const;
export const errorResponse = {
  "error": {
    "code": "string",
    "message": "string"
  }
} as const;
export const operations = {
  "POST /auth/token": {
    "idempotent": true,
    "success": {
      "data": {
        "accessToken": "string",
        "expiresAt": "date-time",
        "refreshToken": "string"
      }
    }
  }
} as const;
export const userAgent = "melio-client/0.0.0" as const;
