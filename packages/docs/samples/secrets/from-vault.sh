npx tsx --env-file=.env from-vault.mts
