import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import type { AssertionSigner } from '../auth/caller-assertion.ts';
import { assertionHeader } from '../auth/caller-assertion.ts';
import type { TokenVerifier } from '../auth/verify-token.ts';
import type { EngineContext } from '../execution/engine-options.ts';

/** What one request carries through the gateway. */
export interface GatewayContext extends EngineContext {
  caller: Caller;
  /** The client's network address, as far as trusted proxies name it. */
  address: string;
  /** The client's headers that go on to subgraphs; no other does. */
  forwarded: Record<string, string>;
}

/** Allow list of client headers that subgraphs get. */
const forwardedHeaders = ['accept-language'] as const;

function forwardable(headers: FastifyRequest['headers']): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const name of forwardedHeaders) {
    const value = headers[name];
    if (typeof value === 'string' && value.length <= 200) forwarded[name] = value;
  }
  return forwarded;
}

/** The context of one request of a caller. */
export function requestContext(
  caller: Caller,
  headers: FastifyRequest['headers'],
  { address, budgetMs }: { address: string; budgetMs: number },
): GatewayContext {
  const forwarded = forwardable(headers);
  return {
    caller,
    address,
    forwarded,
    // Texts come in the caller's language, so answers in two languages are not shared.
    callerKey: `${caller.key} ${forwarded['accept-language'] ?? ''}`,
    deadline: Date.now() + budgetMs,
  };
}

/** @param budgetMs how long a request may take, milliseconds */
export function createContextReader(tokens: TokenVerifier | undefined, anonymous: Caller, budgetMs: number) {
  return async ({ headers, ip }: FastifyRequest): Promise<GatewayContext> => {
    const caller = tokens ? await tokens.verify(headers.authorization) : anonymous;
    return requestContext(caller, headers, { address: ip, budgetMs });
  };
}

/** The headers of a request to a subgraph: the allow list and the caller assertion. */
export function createHeaderWriter(sign: AssertionSigner | undefined) {
  return (subgraph: string, context: EngineContext): Record<string, string> | Promise<Record<string, string>> => {
    const { caller, forwarded } = context as GatewayContext;
    if (!sign) return forwarded;
    const assertion = sign(subgraph, caller);
    if (typeof assertion === 'string') return { ...forwarded, [assertionHeader]: assertion };
    return assertion.then((signed) => ({ ...forwarded, [assertionHeader]: signed }));
  };
}
