// The one place that names the types package; scripts/complete-dist.js puts its declarations here.
export type * from "@melio-platform/types";
