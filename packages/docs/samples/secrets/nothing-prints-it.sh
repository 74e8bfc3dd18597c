npx tsx --env-file=.env nothing-prints-it.mts
