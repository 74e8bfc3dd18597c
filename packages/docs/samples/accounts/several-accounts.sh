npx tsx --env-file=.env several-accounts.mts
