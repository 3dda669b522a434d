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

/** Requests in each of their phases, of one server. */
interface Counts {
  arriving: number;
  working: number;
}

/** What one request counts as. */
class Place {
  private readonly counts: Counts;
  private phase: keyof Counts | 'left' = 'arriving';

  constructor(counts: Counts) {
    this.counts = counts;
    counts.arriving += 1;
  }

  begin(): void {
    if (this.phase !== 'arriving') return;
    this.leave();
    this.phase = 'working';
    this.counts.working += 1;
  }

  leave(): void {
    if (this.phase !== 'left') this.counts[this.phase] -= 1;
    this.phase = 'left';
  }
}

const places = new WeakMap<object, Place>();

/** For a request (as Node has it) that is answered by a stream: it waits more than it works, so it counts as in flight no longer. */
export function leaveInFlight(request: object): void {
  places.get(request)?.leave();
}

/** How many times as many requests may be arriving as are worked on. */
const ARRIVING_SHARE = 4;

/**
 * Threat: more requests than the gateway can answer, until every one of them is answered too late. Rule: beyond a number in flight, or when
 * the event loop lags, a request is turned away at once with 503 and Retry-After; what was admitted is finished.
 * Threat: clients who send their bodies slowly, or never, hold the places of those who are being worked for. Rule: a request takes a place when
 * its body has come; those that are still arriving have a bound of their own, and the server's time for bodies.
 */
export async function shedLoad(app: FastifyInstance, { inFlight, eventLoopDelayMs }: LoadLimits): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: eventLoopDelayMs,
    sampleInterval: SAMPLE_MS,
    pressureHandler: (request, reply) => {
      if (!ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')) overloaded(reply, RETRY_AFTER_SECONDS);
    },
  });
  const counts: Counts = { arriving: 0, working: 0 };
  app.addHook('onRequest', (request, reply, next) => {
    if (ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')) return next();
    const isFull = counts.working >= inFlight || counts.arriving >= inFlight * ARRIVING_SHARE;
    if (isFull) return void overloaded(reply, RETRY_AFTER_SECONDS);
    const place = new Place(counts);
    places.set(request.raw, place);
    reply.raw.once('close', () => place.leave());
    next();
  });
  // The body is there now, or there is none.
  app.addHook('preValidation', (request, reply, next) => {
    const place = places.get(request.raw);
    if (!place) return next();
    if (counts.working >= inFlight) return void overloaded(reply, RETRY_AFTER_SECONDS);
    place.begin();
    next();
  });
}
