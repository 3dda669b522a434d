import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../http/context.ts';

/** Headers on which an answer depends besides the request itself. */
const VARY = 'Accept, Accept-Language, Origin';

/**
 * Says with each answer for how long others may keep it: the least of what its parts allow. Threat: a proxy or a browser keeps what belongs to
 * one citizen. Rule: `no-store`, unless every part came from what the schema calls public, and nothing failed or was refused.
 */
export function answerAge(): ApolloServerPlugin<GatewayContext> {
  const done = Promise.resolve();
  const listener = {
    willSendResponse({
      contextValue,
      response,
    }: {
      contextValue: GatewayContext;
      response: { http: { headers: Map<string, string> }; body: { kind: string; singleResult?: { errors?: unknown } } };
    }): Promise<void> {
      const seconds = Math.floor(contextValue.keepFor ?? 0);
      const { headers } = response.http;
      if (seconds > 0 && response.body.kind === 'single' && !response.body.singleResult?.errors) {
        headers.set('cache-control', `public, max-age=${seconds}`);
        headers.set('vary', VARY);
      } else {
        headers.set('cache-control', 'no-store');
      }
      return done;
    },
  };
  const started = Promise.resolve(listener);
  return { requestDidStart: () => started };
}
