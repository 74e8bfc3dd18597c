npx tsx --env-file=.env cancel.mts
