npx tsx --env-file=.env mint.mts
