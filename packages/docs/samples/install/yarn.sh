yarn add @melio-platform/client
