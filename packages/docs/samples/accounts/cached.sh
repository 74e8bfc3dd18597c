npx tsx --env-file=.env cached.mts
