// Calls the function as API Gateway does.
import { handler } from "./lambda.mjs";

const event = {
  version: "2.0",
  rawPath: "/melio/token",
  rawQueryString: "",
  headers: { host: "shop.example" },
  requestContext: {
    domainName: "shop.example",
    http: { method: "POST", path: "/melio/token" },
    authorizer: { lambda: { account: "acc_123" } },
  },
  isBase64Encoded: false,
};
const { statusCode, body } = await handler(event, {});
console.log(statusCode, body);
