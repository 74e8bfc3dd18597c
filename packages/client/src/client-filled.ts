import type { idempotencyKeyHeader } from "./generated/contract.js";

type Key = typeof idempotencyKeyHeader;

/** Makes the headers optional that the client fills in; all else of `paths` stays as it is. */
export type ClientFilled<Paths> = {
  [Path in keyof Paths]: {
    [Method in keyof Paths[Path]]: Paths[Path][Method] extends {
      parameters: { header: infer Header extends { [K in Key]: unknown } };
    }
      ? Omit<Paths[Path][Method], "parameters"> & {
          parameters: Omit<Paths[Path][Method]["parameters"], "header"> & {
            header?: Omit<Header, Key> & { [K in Key]?: Header[K] };
          };
        }
      : Paths[Path][Method];
  };
};
