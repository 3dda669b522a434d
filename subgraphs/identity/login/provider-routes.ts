import type { IncomingMessage } from 'node:http';
import type { FastifyPluginAsync } from 'fastify';
import type { Provider } from 'oidc-provider';
import { chooseLanguage } from './language.ts';
import { errorPage } from './pages/error-page.ts';

export interface ProviderRoutesOptions {
  provider: Provider;
  playgroundOrigins: readonly string[];
  headers: Record<string, string>;
}

/** Everything under the issuer's path that has no route of its own goes to `oidc-provider`, which reads bodies itself. */
export const providerRoutes: FastifyPluginAsync<ProviderRoutesOptions> = async (server, options) => {
  const { provider } = options;
  const prefix = new URL(provider.issuer).pathname;
  prepare(options);
  const handle = provider.callback();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
  server.all('/*', async (request, reply) => {
    reply.hijack();
    pretendConfiguredOrigin(request.raw, provider.issuer);
    await handle(underMountPath(request.raw, prefix), reply.raw);
  });
};

/**
 * Threat: a forged Host or X-Forwarded-Host makes the issuer hand out links to somebody else's server.
 * Rule: what the issuer says about itself comes from its configured URL alone.
 */
function pretendConfiguredOrigin(request: IncomingMessage, issuer: string): void {
  const { host, protocol } = new URL(issuer);
  request.headers['x-forwarded-host'] = host;
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
}

/** As frameworks do that mount one application in another: `url` without the prefix, `originalUrl` with it. */
function underMountPath(request: IncomingMessage, prefix: string): IncomingMessage {
  const originalUrl = request.url ?? '/';
  return Object.assign(request, { originalUrl, url: originalUrl.slice(prefix.length) || '/' });
}

/** Discovery and keys are for everybody; everything else only for pages of the playground. */
const openToAll = /^\/(\.well-known\/|jwks$)/;

function prepare({ provider, playgroundOrigins, headers }: ProviderRoutesOptions): void {
  provider.proxy = true;
  provider.use(async (ctx, next) => {
    ctx.set(headers);
    await next();
    const origin = ctx.get('origin');
    if (origin && !openToAll.test(ctx.path) && !playgroundOrigins.includes(origin))
      ctx.remove('access-control-allow-origin');
    if (ctx.status !== 404 || ctx.body) return;
    const language = chooseLanguage(undefined, ctx.get('accept-language'));
    ctx.body = errorPage({ language, issuer: provider.issuer, code: 'not_found' });
    ctx.type = 'html';
    ctx.status = 404;
  });
}
