import type { FastifyError, FastifyInstance } from 'fastify';
import { isUnstorableText, unstorableText } from '../../../platform/database/unstorable-text.ts';
import type { Logger } from '../../../platform/log.ts';
import { Refusal, statusOf } from '../domain/refusal.ts';

/** How routes that are not GraphQL say no: `{ error: { code, message } }`. What is unexpected is logged and masked. */
export function answerRefusals(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    if (error instanceof Refusal) {
      return reply.status(statusOf(error)).send({ error: { code: error.code, message: error.message } });
    }
    if (isUnstorableText(error)) {
      return reply.status(400).send({ error: { code: 'BAD_USER_INPUT', message: unstorableText } });
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return reply.status(error.statusCode).send({ error: { code: 'BAD_USER_INPUT', message: error.message } });
    }
    log.error({ err: error }, 'a request failed');
    const message = 'The registry failed to answer this. The failure was recorded.';
    return reply.status(500).send({ error: { code: 'INTERNAL_SERVER_ERROR', message } });
  });
}
