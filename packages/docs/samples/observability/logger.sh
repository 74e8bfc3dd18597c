npx tsx --env-file=.env logger.mts
