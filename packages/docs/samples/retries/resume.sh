npx tsx --env-file=.env resume.mts
