import { isGatewaysOwnCode } from '../errors.ts';
import type { OperationNames } from '../planning/operation-names.ts';
import type { FailureCause } from './field-failure.ts';
import { SubgraphError } from './transport/subgraph-error.ts';
import type { SubgraphGraphQLError } from './transport/subgraph-transport.ts';

/** Decides what a client reads of a subgraph's error message. */
export type MaskMessage = (message: string, subgraph: string, code: string | undefined) => string;

/** The code of a subgraph's error that has none of its own. */
const UNNAMED = 'DOWNSTREAM_SERVICE_ERROR';

/** What a client may know of an error that a subgraph reported. `path` is the part of its path below the null it caused. */
export function causeOf(
  error: SubgraphGraphQLError,
  subgraph: string,
  path: readonly (string | number)[],
  { names, maskMessage }: { names: OperationNames; maskMessage: MaskMessage },
): FailureCause {
  const given = error.extensions?.['code'];
  const code = typeof given === 'string' && !isGatewaysOwnCode(given) ? given : undefined;
  const message = maskMessage(typeof error.message === 'string' ? error.message : 'Unknown error.', subgraph, code);
  return { message, extensions: { code: code ?? UNNAMED, subgraph }, within: clientPath(path, names) };
}

/** What a client may know of a request to a subgraph that failed as a whole. */
export function causeOfFailure(error: SubgraphError): FailureCause {
  return { message: error.message, extensions: { code: error.code, subgraph: error.subgraph }, within: [] };
}

/** In the client's names, up to the first key that only the planner knows. */
function clientPath(path: readonly (string | number)[], names: OperationNames): (string | number)[] {
  const translated: (string | number)[] = [];
  for (const segment of path) {
    const name = typeof segment === 'string' ? names.clientKey(segment) : segment;
    if (name === undefined) break;
    translated.push(name);
  }
  return translated;
}
