import type { Socket } from "node:net";
import { type OnRequest, responseBytes } from "../support/raw-server.js";
import { errorBody, tokenBody } from "../support/spec.js";

export const json = { "Content-Type": "application/json" };
export const token = JSON.stringify(tokenBody);
export const failure = JSON.stringify(errorBody);
export const ok = responseBytes("200 OK", json, token);

export const send =
  (...parts: (string | Uint8Array)[]): OnRequest =>
  (socket) => {
    for (const part of parts) socket.write(part);
  };
export const sendAndEnd =
  (...parts: (string | Uint8Array)[]): OnRequest =>
  (socket) =>
    socket.end(Buffer.concat(parts.map((part) => Buffer.from(part))));
/** Sends what there is, then resets the connection once it is out. */
export const sendAndReset =
  (bytes: string | Uint8Array): OnRequest =>
  (socket) =>
    socket.write(bytes, () => socket.resetAndDestroy());
export const reset: OnRequest = (socket) => socket.resetAndDestroy();
export const stall: OnRequest = () => {};
/** The first attempts go wrong, the next one is answered. */
export const thenFine =
  (...faults: OnRequest[]): OnRequest =>
  (socket, attempt) =>
    (faults[attempt - 1] ?? send(ok))(socket, attempt);

export function sendForever(head: string): OnRequest {
  const chunk = Buffer.alloc(64 * 1024, "a");
  const pump = (socket: Socket) => {
    while (socket.writable && socket.write(chunk));
    if (socket.writable) socket.once("drain", () => pump(socket));
  };
  return (socket) => {
    socket.write(head);
    pump(socket);
  };
}

export const cut = (bytes: Uint8Array) => bytes.subarray(0, -10);
