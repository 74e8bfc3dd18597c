/** Names the token that the API has rejected, so that the backend does not return it again. */
export const refusedTokenHeader = "Melio-Refused-Token";
