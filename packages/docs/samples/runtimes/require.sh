node --env-file=.env require.cjs
