npx tsx --env-file=key-file.env from-file.mts
