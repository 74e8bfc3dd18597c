npx vitest run
