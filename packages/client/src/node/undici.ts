import { NodesResponse } from "./nodes-response.js";

// Must be loaded after it, see there. The formatter keeps the imports above this comment first.

import { Agent, type Dispatcher, EnvHttpProxyAgent } from "undici";

export { Agent, type Dispatcher, EnvHttpProxyAgent, NodesResponse };
