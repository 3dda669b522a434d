import type { FastifyInstance } from 'fastify';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Logger } from '../../../platform/log.ts';
import { ProviderError } from '../clients/payment-provider.ts';
import { followPayment } from './follow-payment.ts';
import type { Work } from './services.ts';

export const callbackPath = '/provider/callback';

const callback = z.object({ data: z.object({ requestId: z.uuid() }) });

const largestBody = 65_536;

/**
 * Takes the provider's callbacks.
 * Threat: forged, repeated, reordered or old callbacks say that something was paid. Rule: signature and a timestamp of at most five minutes (Standard
 * Webhooks); one that was dealt with is not dealt with again; and what a callback says is not believed anyhow: it is a reason to ask the provider.
 */
export async function mountCallback(app: FastifyInstance, work: Work, secret: string, log: Logger): Promise<void> {
  const signature = new Webhook(secret);
  await app.register((scope, _options, done) => {
    // The signature is over the bytes as they came.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.post(callbackPath, async ({ headers, body }, reply) => {
      const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
      const given = Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));
      const request = Buffer.isBuffer(body) ? verified(signature, body, given) : undefined;
      if (!request) return reply.status(401).send({ error: 'The signature or its time does not fit.' });
      const id = given['webhook-id'] ?? '';
      const status = await handle(work, id, request.requestId).catch((err: unknown) => {
        log.warn({ err, payment: request.requestId }, 'a callback could not be followed; it comes again');
        return 503;
      });
      return reply.status(status).send();
    });
    done();
  });
}

function verified(
  signature: Webhook,
  body: Buffer,
  headers: Record<string, string>,
): { requestId: string } | undefined {
  try {
    return callback.parse(signature.verify(body, headers)).data;
  } catch {
    return undefined;
  }
}

/** @returns the status to answer with */
async function handle(work: Work, id: string, paymentId: string): Promise<number> {
  const { db, services } = work;
  const known = await db.selectFrom('provider_callback').select('id').where('id', '=', id).executeTakeFirst();
  if (known) return 204;
  try {
    await followPayment(work, paymentId);
  } catch (error) {
    // The provider that just called does not answer: it will call again, and the keeper asks as well.
    if (error instanceof ProviderError) return 503;
    throw error;
  }
  await db
    .insertInto('provider_callback')
    .values({ id, received_at: services.clock() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return 204;
}
