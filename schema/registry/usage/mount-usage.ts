import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { requireRole } from '../domain/actor.ts';
import { parseGraphRef } from '../domain/graph-ref.ts';
import { Refusal } from '../domain/refusal.ts';
import { actorOf } from '../http/credentials.ts';
import type { Registry } from '../registry.ts';
import { storeUsage } from '../storage/usage.ts';
import { findVariant } from '../storage/variants.ts';

const count = z.int().positive().max(1_000_000_000);
/** `Query.me`, `Query.authorities(first:)`, `Filter.from`, `Status.BOOKED`, `Filter`. */
const coordinate = z.string().regex(/^[_A-Za-z]\w{0,127}(\.[_A-Za-z]\w{0,127}(\([_A-Za-z]\w{0,127}:\))?)?$/);

/** What gateways report: names of the schema and how often they were used, nothing of what was asked or answered. */
const batchShape = z.object({
  id: z.uuid(),
  graph: z.string(),
  entries: z
    .array(
      z.object({
        day: z.iso.date(),
        client: z.string().min(1).max(100),
        // A long entry comes in parts, whose requests stand in the first.
        requests: z.int().nonnegative().max(1_000_000_000),
        coordinates: z.record(coordinate, count),
      }),
    )
    .max(10_000),
});

export type UsageBatch = z.output<typeof batchShape>;

/** `POST /usage`: a batch of counts, taken once whatever the number of attempts. 204. */
export function mountUsage(app: FastifyInstance, registry: Registry): void {
  app.post('/usage', { bodyLimit: 1_048_576 }, async (request, reply) => {
    requireRole(await actorOf(registry, request.headers), 'gateway');
    const result = batchShape.safeParse(request.body);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new Refusal(
        'BAD_USER_INPUT',
        `The batch of usage does not fit at ${issue?.path.join('.')}: ${issue?.message}.`,
      );
    }
    const ref = parseGraphRef(result.data.graph);
    if (!(await findVariant(registry.db, ref)))
      throw new Refusal('NOT_FOUND', `There is no ${result.data.graph} here.`);
    await storeUsage(registry.db, ref, result.data);
    return reply.status(204).send();
  });
}
