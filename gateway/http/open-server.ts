import type { IncomingMessage } from 'node:http';
import fastifyCors from '@fastify/cors';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from '../../platform/log.ts';
import { gatewayError } from '../errors.ts';
import { answerFailures, unreadableAddress } from './answer-failures.ts';
import { readJson } from './read-json.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { shedLoad } from './shed-load.ts';

export interface HttpServerOptions {
  corsOrigins: readonly string[];
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  /** Requests worked on at a time; more are turned away with 503. */
  maxInFlight: number;
  /** Whether there is somebody who takes them. */
  webSockets: boolean;
}

const MAX_BODY_BYTES = 262_144;
/** How long each part of a request may take to arrive, milliseconds. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
/** A connection on which nothing happens, while a request is under way. */
const SILENCE_MS = 30_000;
/** Longer than a balancer keeps its own, so that it is never the one that is surprised. */
const KEEP_ALIVE_MS = 75_000;
const CHECK_EVERY_MS = 1_000;
const MAX_EVENT_LOOP_DELAY_MS = 1_000;

/**
 * The HTTP server without any address yet.
 * Threat: clients that send slowly or nothing at all, bodies that are huge or malformed, pages of other origins. Rule: everything has a size, a
 * time and a form, and what does not keep to them is answered with a 4xx that says what was expected, or closed.
 */
export async function openServer(options: HttpServerOptions, log: Logger): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: 'idle',
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_MS,
    connectionTimeout: SILENCE_MS,
    http: {
      headersTimeout: HEADERS_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      shouldUpgradeCallback: (request) => options.webSockets && opensWebSocket(request),
    },
    frameworkErrors: (error, request, reply: FastifyReply) => unreadableAddress(error, request, reply),
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
  });
  answerFailures(app, log);
  await shedLoad(app, { inFlight: options.maxInFlight, eventLoopDelayMs: MAX_EVENT_LOOP_DELAY_MS });
  await addSecurityHeaders(app);
  if (options.corsOrigins.length > 0) {
    await app.register(fastifyCors, {
      origin: [...options.corsOrigins],
      methods: ['GET', 'POST'],
      credentials: false,
      maxAge: 600,
    });
  }
  readBodies(app);
  return app;
}

/** Clients offer other protocols too (Java's HTTP/2 with every request, as `h2c`): what they ask is then answered in this one (RFC 9110, 7.8). */
function opensWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket';
}

function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      expectPlainUtf8(request.headers['content-type'] ?? '', request.headers['content-encoding']);
      done(null, readJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

function expectPlainUtf8(contentType: string, encoding: string | undefined): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw gatewayError('BAD_REQUEST', 'The body is expected in UTF-8; no other charset is taken.', 415);
  }
  if (encoding !== undefined && encoding !== 'identity') {
    throw gatewayError('BAD_REQUEST', 'The body is expected uncompressed; Content-Encoding is not taken.', 415);
  }
}
