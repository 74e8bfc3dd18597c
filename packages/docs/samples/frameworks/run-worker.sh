npx wrangler dev worker.mjs --port 3000
