npx tsx --env-file=.env options.mts
