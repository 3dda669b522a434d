import type { FastifyInstance } from 'fastify';
import type { Shutdown } from '../../platform/shutdown.ts';

export interface HealthOptions {
  shutdown: Pick<Shutdown, 'isClosing'>;
  /** The supergraph being served; throws as long as there is none. */
  supergraph(): unknown;
  /** Whether the keys of the login service were read; always true where nobody can log in. */
  hasKeys(): Promise<boolean>;
}

type Readiness = 'ready' | 'stopping' | 'no supergraph' | 'no keys of the login service';

/**
 * `/health`: the process lives; nothing outside of it is asked, or one service that is down would have all gateways restarted.
 * `/ready`: it can answer; a balancer stops sending when it says no, before connections close.
 */
export function mountHealth(app: FastifyInstance, options: HealthOptions): void {
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const status = await readiness(options);
    return reply
      .status(status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status });
  });
}

async function readiness({ shutdown, supergraph, hasKeys }: HealthOptions): Promise<Readiness> {
  if (shutdown.isClosing) return 'stopping';
  if (!isServed(supergraph)) return 'no supergraph';
  return (await hasKeys()) ? 'ready' : 'no keys of the login service';
}

function isServed(supergraph: () => unknown): boolean {
  try {
    supergraph();
    return true;
  } catch {
    return false;
  }
}
