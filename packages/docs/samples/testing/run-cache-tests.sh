npx vitest run cache-expiry refused vendors
