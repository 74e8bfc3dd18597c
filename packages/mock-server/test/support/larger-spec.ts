import { spec } from "./spec.js";

const account = {
  type: "object",
  required: ["id", "name"],
  properties: {
    id: { type: "string", readOnly: true },
    name: { type: "string", minLength: 1 },
    kind: { enum: ["person", "company"] },
  },
};
const answer = {
  200: {
    description: "The Account.",
    headers: { "X-Version": { schema: { type: "integer" }, example: 3 } },
    content: {
      "application/json": {
        schema: account,
        examples: { one: { value: { id: "acc_123", name: "Ada's Bakery" } } },
      },
      "application/vnd.melio+json": {
        schema: { type: "object", required: ["links"] },
        example: { links: [] },
      },
    },
  },
  400: { $ref: "#/components/responses/BadRequest" },
  default: { $ref: "#/components/responses/UnexpectedError" },
};

/** The description as it may become: more operations, with a path, a query, a body and a cookie. */
export const largerSpec = {
  ...spec,
  paths: {
    ...spec.paths,
    "/accounts/{accountId}": {
      parameters: [
        {
          name: "accountId",
          in: "path",
          required: true,
          schema: { type: "string", pattern: "^acc_" },
        },
      ],
      get: {
        operationId: "getAccount",
        parameters: [
          { name: "expand", in: "query", schema: { enum: ["owner", "users"] } },
          {
            name: "X-Page",
            in: "header",
            schema: { type: "integer", minimum: 1 },
          },
        ],
        responses: answer,
      },
      put: {
        operationId: "putAccount",
        security: [{ ApiKey: [] }],
        parameters: [{ $ref: "#/components/parameters/IdempotencyKey" }],
        requestBody: {
          required: true,
          content: { "application/json": { schema: account } },
        },
        responses: answer,
      },
    },
    "/accounts/mine": {
      get: {
        operationId: "getMyAccount",
        security: [{ AccessToken: [] }],
        responses: answer,
      },
    },
  },
};
