npx tsx --env-file=.env attempts.mts
