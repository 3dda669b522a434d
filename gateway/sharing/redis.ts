import { createClient } from '@redis/client';
import { circuitBreaker, ConsecutiveBreaker, handleAll, timeout, TimeoutStrategy, wrap } from 'cockatiel';
import type { Logger } from '../../platform/log.ts';

/** How the gateway gets along without Redis. */
export const redisSettings = {
  /** Milliseconds that a request waits for an answer of Redis. */
  answerMs: 200,
  /** Failures in a row after which Redis is not asked. */
  failures: 3,
  /** Milliseconds until it is asked again. */
  pauseMs: 1_000,
  /** Milliseconds between attempts to connect, at most. */
  reconnectMs: 2_000,
  connectMs: 2_000,
};

/** The Redis or Valkey that several gateways share. Commands reject at once or soon when it cannot be reached; nothing waits for it. */
export interface SharedRedis {
  /** A key of this application. */
  key(...parts: readonly string[]): string;
  get(key: string): Promise<string | null>;
  /** Runs a Lua script, which Redis keeps by its hash. */
  script(text: string, keys: readonly string[], values: readonly string[]): Promise<unknown>;
  close(): void;
}

/** Connects in the background: a gateway starts and serves without it. */
export function openRedis(url: string, log: Logger): SharedRedis {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    socket: {
      connectTimeout: redisSettings.connectMs,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, redisSettings.reconnectMs),
    },
  });
  let isReported = false;
  client.on('error', (err: unknown) => {
    if (!isReported) log.error({ err }, 'Redis cannot be reached, limits are those of this gateway alone');
    isReported = true;
  });
  client.on('ready', () => {
    if (isReported) log.info('Redis is back');
    isReported = false;
  });
  client.connect().catch((err: unknown) => log.error({ err }, 'Redis was given up'));

  const guard = wrap(
    circuitBreaker(handleAll, {
      halfOpenAfter: redisSettings.pauseMs,
      breaker: new ConsecutiveBreaker(redisSettings.failures),
    }),
    timeout(redisSettings.answerMs, TimeoutStrategy.Aggressive),
  );
  return {
    key: (...parts) => `{amtgraph}:${parts.join(':')}`,
    get: (key) => guard.execute(() => client.get(key)),
    script: (text, keys, values) => guard.execute(() => client.eval(text, { keys: [...keys], arguments: [...values] })),
    close: () => client.destroy(),
  };
}
