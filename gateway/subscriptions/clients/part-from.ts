import type { WebSocket } from '@fastify/websocket';

/** Bytes of a reason (RFC 6455, section 5.5). */
export const longestReason = 123;

/** Closes a socket behind what is on its way. A client that has not read the code in time, milliseconds, is cut off. */
export function partFrom(socket: WebSocket, code: number, reason: string, ms: number): void {
  socket.close(code, reason.slice(0, longestReason));
  setTimeout(() => socket.terminate(), ms).unref();
}
