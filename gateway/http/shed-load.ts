import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { overloaded } from './answer-failures.ts';

export interface LoadLimits {
  /** Requests that are being worked on at a time. */
  inFlight: number;
  /** Milliseconds by which timers come late, on average over two seconds. */
  eventLoopDelayMs: number;
}

const RETRY_AFTER_SECONDS = 2;
/** Long enough that one stall of a second is not taken for overload: then all timers come late, not one. */
const SAMPLE_MS = 2_000;

/** What has to answer just when the gateway is busy, or it would be restarted for being busy. */
const ALWAYS_ANSWERED = new Set(['/health', '/ready', '/metrics']);

const leaving = new WeakMap<object, () => void>();

/** For a request (as Node has it) that is answered by a stream: it waits more than it works, so it counts as in flight no longer. */
export function leaveInFlight(request: object): void {
  leaving.get(request)?.();
}

/**
 * Threat: more requests than the gateway can answer, until every one of them is answered too late. Rule: beyond a number in flight, or when
 * the event loop lags, a request is turned away at once with 503 and Retry-After; what was admitted is finished.
 */
export async function shedLoad(app: FastifyInstance, { inFlight, eventLoopDelayMs }: LoadLimits): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: eventLoopDelayMs,
    sampleInterval: SAMPLE_MS,
    pressureHandler: (request, reply) => {
      if (!ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')) overloaded(reply, RETRY_AFTER_SECONDS);
    },
  });
  let admitted = 0;
  app.addHook('onRequest', (request, reply, next) => {
    if (ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')) return next();
    if (admitted >= inFlight) return void overloaded(reply, RETRY_AFTER_SECONDS);
    admitted += 1;
    const leave = () => {
      if (leaving.delete(request.raw)) admitted -= 1;
    };
    leaving.set(request.raw, leave);
    reply.raw.once('close', leave);
    next();
  });
}
