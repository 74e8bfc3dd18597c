/** In which the browser names the token that the API has refused, so that it is not given again. */
export const refusedTokenHeader = "Melio-Refused-Token";
