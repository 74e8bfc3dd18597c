npx nuxt dev
