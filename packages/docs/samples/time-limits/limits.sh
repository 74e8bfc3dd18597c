npx tsx --env-file=.env limits.mts
