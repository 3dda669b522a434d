import type { FastifyPluginAsync } from 'fastify';
import { Provider } from 'oidc-provider';
import { sweepLoginRecords } from '../storage/login-records.ts';
import { tellGateways } from './backchannel-logout.ts';
import { checkIssuerOptions, type IssuerOptions } from './issuer-options.ts';
import { identificationRoutes } from './identification-routes.ts';
import { securityHeaders } from './page-security.ts';
import { providerConfiguration } from './provider-configuration.ts';
import { providerRoutes } from './provider-routes.ts';

export interface Issuer {
  /** Where its routes have to be mounted: the path of the issuer's URL, `/oidc`. */
  path: string;
  /** `server.register(issuer.routes, { prefix: issuer.path })` */
  routes: FastifyPluginAsync;
}

/**
 * The OpenID Connect issuer of the citizen account.
 * @throws StartError
 */
export function createIssuer(options: IssuerOptions): Issuer {
  checkIssuerOptions(options);
  const { issuer, log, db, playgroundOrigins } = options;
  const provider = new Provider(issuer, providerConfiguration(options));
  logFailures(provider, log);
  const headers = securityHeaders(playgroundOrigins);
  return {
    path: new URL(issuer).pathname,
    async routes(server) {
      const stopSweeping = sweepLoginRecords(db, (error) =>
        log.error({ error }, 'expired logins could not be removed'),
      );
      const stopTelling = tellGateways(provider, options);
      server.addHook('onClose', async () => {
        stopSweeping();
        stopTelling();
      });
      await server.register(identificationRoutes, { provider, options, headers });
      await server.register(providerRoutes, { provider, playgroundOrigins, headers });
    },
  };
}

/** Refusals are told to the client; the log gets the reason that the client does not get. */
function logFailures(provider: Provider, log: IssuerOptions['log']): void {
  // Left to itself Koa would write errors to standard error, unredacted.
  Object.assign(provider, { onerror: (error: unknown) => log.error({ error }, 'the issuer failed') });
  provider.on('server_error', (_ctx, error) => log.error({ error }, 'the issuer failed'));
  provider.on('authorization.error', (ctx, error) => {
    log.info({ client: ctx.oidc.client?.clientId, reason: error.message }, 'a login was refused');
  });
  provider.on('grant.error', (ctx, error) => {
    log.info({ client: ctx.oidc.client?.clientId, reason: error.error_detail ?? error.message }, 'a token was refused');
  });
}
