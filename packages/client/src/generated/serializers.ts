// Generated from the spec by scripts/generate.js; do not edit.
import * as openapiFetch from "openapi-fetch";

export const serializePath: typeof openapiFetch.defaultPathSerializer = (path) => path;
export const createQuerySerializer: typeof openapiFetch.createQuerySerializer = () => () => "";
export const serializeBody: typeof openapiFetch.defaultBodySerializer = (body) => JSON.stringify(body);
