npx tsx --env-file=.env branch.mts
