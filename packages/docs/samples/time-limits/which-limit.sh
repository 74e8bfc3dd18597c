npx tsx --env-file=.env which-limit.mts
