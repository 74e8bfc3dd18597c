npx tsx --env-file=.env with-response.mts
