import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import type { Logger } from '../../../platform/log.ts';
import type { SessionEnds } from './session-ends.ts';
import { LogoutRefused, type LogoutTokenVerifier } from './verify-logout-token.ts';

export interface BackchannelLogoutOptions {
  ends: Pick<SessionEnds, 'report'>;
  verify: LogoutTokenVerifier;
  log: Logger;
}

/** Where the issuer sends logout tokens; it belongs behind the balancer, reachable for the issuer. */
export const backchannelLogoutPath = '/backchannel-logout';

const mostBytes = 16_384;

/** Takes logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8): 200 when the session is over here, 400 otherwise. */
export const backchannelLogout: FastifyPluginAsync<BackchannelLogoutOptions> = async (server, options) => {
  const { ends, verify, log } = options;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: mostBytes },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  server.setErrorHandler((error, _request, reply) => {
    const refused = error instanceof LogoutRefused ? error : unexpected(error, log);
    log.warn({ reason: refused.message }, 'a logout was refused');
    return refuse(reply, refused);
  });
  server.post(backchannelLogoutPath, async (request, reply) => {
    const end = await verify(tokenIn(request.body));
    await ends.report(end);
    log.info({ of: end.session === undefined ? 'an account' : 'a session' }, 'logged out by the issuer');
    return reply.header('cache-control', 'no-store').code(200).send();
  });
};

function tokenIn(body: unknown): string {
  const tokens = body instanceof URLSearchParams ? body.getAll('logout_token') : [];
  const [token] = tokens;
  if (!token || tokens.length > 1) {
    throw new LogoutRefused('Expected a form (application/x-www-form-urlencoded) with one logout_token.');
  }
  return token;
}

/** What the server refused (too large, not a form) is the sender's fault; the rest is ours, and worth another try. */
function unexpected(error: unknown, log: Logger): LogoutRefused {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status < 500)
    return new LogoutRefused('Expected a form (application/x-www-form-urlencoded) with one logout_token.');
  log.error({ err: error }, 'a logout could not be recorded');
  return new LogoutRefused('The logout could not be made known to all gateways.', 'temporarily_unavailable');
}

function refuse(reply: FastifyReply, { code, message }: LogoutRefused): FastifyReply {
  return reply.header('cache-control', 'no-store').code(400).send({ error: code, error_description: message });
}
