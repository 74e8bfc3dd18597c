npx tsx --env-file=.env middleware.mts
