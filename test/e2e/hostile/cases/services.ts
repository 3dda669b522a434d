import type { HostileCase } from '../hostile-case.ts';
import { send, times, type Target } from '../requests.ts';

/** A request to a service behind the gateway, as somebody would send it who has come that far. */
function toService(
  service: string,
  title: string,
  query: string,
  headers: (target: Target) => Record<string, string>,
  variables?: unknown,
): HostileCase {
  return {
    title: `${service}, ${title}`,
    send: (target) =>
      send(`${target.services[service]}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers(target) },
        body: JSON.stringify({ query, variables }),
      }),
    expected: { status: 401, code: 'UNAUTHENTICATED' },
  };
}

const ME = '{ me { name { full } } }';
const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
const representations = {
  r: [
    { __typename: 'Citizen', id: 'erika' },
    { __typename: 'Citizen', id: 'max' },
  ],
};
const unsigned = ['{"alg":"none"}', '{"sub":"erika","aud":"identity","acr":"HIGH"}'].map((part) =>
  Buffer.from(part).toString('base64url'),
);

const SERVICES = ['identity', 'appointments', 'vehicle-registration', 'payments', 'directory'];

/** Around the gateway: a service believes nobody but an assertion of the gateway for itself. */
export const aroundTheGateway: HostileCase[] = SERVICES.flatMap((service) => [
  toService(service, 'with no assertion', ME, () => ({})),
  toService(service, 'with representations of other citizens', ENTITIES, () => ({}), representations),
  toService(
    service,
    'with the token of a citizen',
    ENTITIES,
    ({ token }) => ({ authorization: `Bearer ${token}` }),
    representations,
  ),
  toService(
    service,
    'with the token of a citizen as an assertion',
    ENTITIES,
    ({ token }) => ({ 'x-amtgraph-caller': token }),
    representations,
  ),
  toService(
    service,
    'with an assertion that nobody signed',
    ENTITIES,
    () => ({ 'x-amtgraph-caller': `${unsigned.join('.')}.` }),
    representations,
  ),
  toService(
    service,
    'with a name for an assertion',
    ENTITIES,
    () => ({ 'x-amtgraph-caller': 'erika', 'x-user-id': 'erika' }),
    representations,
  ),
  toService(service, 'with introspection', '{ __schema { types { name } } }', () => ({})),
  toService(
    service,
    'with a document that is too large for anybody',
    `{ ${times(1_900, (n) => `a${n}: __typename`)} }`,
    () => ({}),
  ),
]);
