pnpm add @melio-platform/client
