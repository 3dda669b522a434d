import formbody from '@fastify/formbody';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { errors, type InteractionResults, type Provider } from 'oidc-provider';
import { openAttempt, type LoginAttempt } from './login-attempt.ts';
import type { IssuerOptions } from './issuer-options.ts';
import { chooseLanguage } from './language.ts';
import { choicePage } from './pages/choice-page.ts';
import { errorPage } from './pages/error-page.ts';
import { meansPage } from './pages/means-page.ts';
import { stylesheet, stylesheetPath } from './pages/stylesheet.ts';

export interface IdentificationRoutesOptions {
  provider: Provider;
  options: IssuerOptions;
  headers: Record<string, string>;
}

interface Path {
  uid: string;
  means: string;
}

/**
 * The pages on which a citizen identifies: choose a means, answer what it asks, go back to the client.
 * Threat: another site posts the form (login CSRF). Rule: a login belongs to the browser that began it, by a signed cookie for
 * exactly this path, SameSite=Lax, against an identifier that cannot be guessed.
 */
export const identificationRoutes: FastifyPluginAsync<IdentificationRoutesOptions> = async (server, context) => {
  const { provider, options, headers } = context;
  await server.register(formbody, { bodyLimit: 16_384 });
  server.addHook(
    'onRequest',
    async (_request, reply) => void reply.headers({ ...headers, 'cache-control': 'no-store' }),
  );
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply, options));

  server.get(stylesheetPath, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(stylesheet),
  );
  server.get<{ Params: Path }>('/login/:uid', async (request, reply) => {
    const attempt = await openAttempt(context, request, reply);
    return reply.type('text/html; charset=utf-8').send(meansPage(attempt));
  });
  server.get<{ Params: Path }>('/login/:uid/:means', async (request, reply) => {
    const attempt = await openAttempt(context, request, reply);
    return showMeans(attempt, request.params.means, reply);
  });
  server.post<{ Params: Path }>('/login/:uid/cancel', async (request, reply) => {
    await openAttempt(context, request, reply);
    return finish(request, reply, { error: 'access_denied', error_description: 'cancelled by the citizen' });
  });
  server.post<{ Params: Path }>('/login/:uid/:means', async (request, reply) => {
    const attempt = await openAttempt(context, request, reply);
    const outcome = await attempt.identify(request.params.means, answerOf(request.body));
    if (outcome.kind === 'identified') return finish(request, reply, { login: outcome.login });
    if (wantsJson(request)) return reply.code(422).send({ error: 'refused', error_description: outcome.reason.en });
    return showMeans(attempt, request.params.means, reply.code(422), outcome.reason[attempt.language]);
  });

  async function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    result: InteractionResults,
  ): Promise<FastifyReply> {
    const back = await provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: false });
    return reply.redirect(back, 303);
  }
};

const wantsJson = (request: FastifyRequest) => request.headers.accept?.includes('application/json') ?? false;

async function showMeans(
  attempt: LoginAttempt,
  id: string,
  reply: FastifyReply,
  problem?: string,
): Promise<FastifyReply> {
  const means = attempt.offered.find((one) => one.id === id);
  if (!means) throw new errors.InvalidRequest('no such means of identification', 404);
  const start = await means.start({ id: attempt.uid, language: attempt.language });
  if (start.kind === 'redirect') return reply.redirect(start.url, 303);
  return reply
    .type('text/html; charset=utf-8')
    .send(choicePage({ attempt, means, start, ...(problem ? { problem } : {}) }));
}

function answerOf(body: unknown): Record<string, string> {
  const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  return Object.fromEntries(fields.filter((field): field is [string, string] => typeof field[1] === 'string'));
}

interface Refusal {
  status: number;
  code: string;
  description?: string | undefined;
}

/** What a failure is to whoever asked: a refusal of oidc-provider, of the server (body too large, wrong type), or our fault. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof errors.OIDCProviderError) {
    return { status: error.statusCode, code: error.error, description: error.error_description };
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status < 500 ? { status, code: 'invalid_request' } : { status: 500, code: 'server_error' };
}

/** Programs get JSON, people a page. What went wrong inside is logged and not shown. */
function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply, options: IssuerOptions): FastifyReply {
  const { status, code, description } = refusalOf(error);
  if (status === 500) options.log.error({ error }, 'a login page failed');
  reply.code(status);
  if (wantsJson(request)) return reply.send({ error: code, error_description: description });
  const language = chooseLanguage(undefined, request.headers['accept-language']);
  return reply
    .type('text/html; charset=utf-8')
    .send(errorPage({ language, issuer: options.issuer, code, description }));
}
