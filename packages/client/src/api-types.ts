// The one place that names the types package; scripts/inline-types.js puts its declarations here.
export type * from "@melio-platform/types";
