bun add @melio-platform/client
