npx tsx --env-file=.env result.mts
