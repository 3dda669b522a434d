import type { WebSocket } from '@fastify/websocket';
import { GraphQLError } from 'graphql';
import { readJsonText } from '../../http/read-json.ts';
import { partFrom } from './part-from.ts';

/** Messages and pings that one socket may send within a second; a client that starts all it may have sends twenty. */
const mostPerSecond = 100;
/** As graphql-transport-ws says it of messages that are none. */
const invalidMessage = 4_400;
/** RFC 6455: policy violation. */
const tooManyMessages = 1_008;
/** How long clients may take to read the close code, milliseconds: one that has sent thousands of messages is busy with them itself. */
const partingMs = 5_000;

/**
 * Hands the texts of a socket on, one after the other.
 * Threat: thousands of small messages, of which each is answered, keep the thread that serves everybody; messages that are deep or reach
 * prototypes. Rule: so many a second, each readable by the rules of bodies (http/read-json.ts); else the socket is closed and what follows is not read.
 */
export function readMessages(socket: WebSocket, receive: (text: string) => void): void {
  let isOver = false;
  let [second, count] = [0, 0];
  const refuse = (code: number, reason: string): void => {
    isOver = true;
    partFrom(socket, code, reason, partingMs);
  };
  const isTooMany = (): boolean => {
    const now = Math.floor(performance.now() / 1_000);
    if (now !== second) [second, count] = [now, 0];
    count += 1;
    return count > mostPerSecond;
  };
  const admit = (): boolean => {
    if (!isOver && isTooMany()) refuse(tooManyMessages, `More than ${mostPerSecond} messages a second`);
    return !isOver;
  };
  socket.on('ping', admit);
  socket.on('message', (message: Buffer) => {
    if (!admit()) return;
    const text = message.toString();
    const problem = problemOf(text);
    if (problem === undefined) receive(text);
    else refuse(invalidMessage, problem);
  });
}

/** Types of graphql-transport-ws that graphql-ws takes for a failure of its own when a client sends them. */
const fromServer: ReadonlySet<unknown> = new Set(['connection_ack', 'next', 'error']);

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
}

function problemOf(text: string): string | undefined {
  try {
    const message = readJsonText(text, 'The message');
    return fromServer.has(typeOf(message)) ? 'Only the server sends messages of this type.' : undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return error.message;
    throw error;
  }
}
