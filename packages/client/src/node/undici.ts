import { NodesResponse } from "./nodes-response.js";

// Loaded after it, see there: what stands before this comment stays before.

import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

export { Agent, type Dispatcher, EnvHttpProxyAgent, NodesResponse };
