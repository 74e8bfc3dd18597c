import { axios } from "./axios.js";
import { bareFetch } from "./bare-fetch.js";
import { heyApi, heyApiWithTimeout } from "./hey-api.js";
import { ky } from "./ky.js";
import { melio } from "./melio.js";
import { ofetch } from "./ofetch.js";
import { openai } from "./openai.js";
import { openapiFetch } from "./openapi-fetch.js";
import { redocly, redoclyAsOurs } from "./redocly.js";
import { stripeOverFetch, stripeOverHttp } from "./stripe.js";

export const contestants = [
  bareFetch,
  melio,
  openapiFetch,
  heyApi,
  heyApiWithTimeout,
  redocly,
  redoclyAsOurs,
  ky,
  ofetch,
  axios,
  openai,
  stripeOverFetch,
  stripeOverHttp,
];
