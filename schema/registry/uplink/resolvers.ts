import { printGraphRef, readGraphRef } from '../domain/graph-ref.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { findLiveArtifact } from '../storage/launches.ts';
import { findActor } from '../storage/tokens.ts';
import { findVariant } from '../storage/variants.ts';

interface PollArguments {
  ref: string;
  apiKey: string;
  ifAfterId?: string | null;
}

/** Routers stop polling for good on every code but RETRY_LATER. */
type FetchErrorCode =
  'AUTHENTICATION_FAILED' | 'ACCESS_DENIED' | 'UNKNOWN_REF' | 'RETRY_LATER' | 'NOT_IMPLEMENTED_ON_THIS_INSTANCE';

/** Seconds between two polls; stock clients go no lower. */
const minDelaySeconds = 10;

const fetchError = (code: FetchErrorCode, message: string) => ({
  __typename: 'FetchError',
  code,
  message,
  minDelaySeconds,
});

async function routerConfig(_: unknown, { ref, apiKey, ifAfterId }: PollArguments, { registry }: RegistryContext) {
  const actor = await findActor(registry.db, apiKey, registry.clock());
  if (!actor) return fetchError('AUTHENTICATION_FAILED', 'The registry does not know this key, or it has ended.');
  const wanted = readGraphRef(ref);
  const state = wanted && (await findVariant(registry.db, wanted));
  if (!state) return fetchError('UNKNOWN_REF', 'There is no such graph and variant here; expected graph@variant.');
  const live = await findLiveArtifact(registry.db, state);
  // A router that waits for the first launch is to go on asking.
  if (!live) return fetchError('RETRY_LATER', `${printGraphRef(state)} has no supergraph yet.`);
  // Names that sort in the order of launches: clients compare them as text.
  const id = `${String(live.counter).padStart(12, '0')}-${live.sha256}`;
  if (id === ifAfterId) return { __typename: 'Unchanged', id, minDelaySeconds };
  return { __typename: 'RouterConfigResult', id, supergraphSDL: live.sdl, minDelaySeconds, messages: [] };
}

const notHere = () => fetchError('NOT_IMPLEMENTED_ON_THIS_INSTANCE', 'This registry serves supergraphs only.');

/** What stock routers poll. The key travels in the variables: they are never logged. */
export const uplinkResolvers: Resolvers = {
  Query: { routerConfig, routerEntitlements: notHere, persistedQueries: notHere },
};
