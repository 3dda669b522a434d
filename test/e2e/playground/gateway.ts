import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import fastifyHelmet from '@fastify/helmet';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { playground } from '../../../gateway/playground/playground.ts';
import { AUDIENCE, CLIENT_ID } from './issuer.ts';

export const BUILT_PAGE = join(import.meta.dirname, '../../../dist/playground');
export const ACCOUNT_QUERY = `query Account {
  greeting
  me {
    name
    assurance
  }
}
`;
const OTHER_QUERY = 'query Greeting {\n  greeting\n}\n';

const typeDefs = `
  type Query { "A word of welcome." greeting: String!  "The citizen who is logged in." me: Citizen }
  "A person with a citizen account." type Citizen { name: String!  assurance: String! }
`;

interface Context {
  level: string | undefined;
}

/** A gateway in small: the playground and a GraphQL endpoint that verifies tokens. */
export interface TestGateway extends AsyncDisposable {
  origin: string;
  /** The Authorization header of every GraphQL request so far. */
  authorizations: (string | undefined)[];
  /** From now on every token is answered with 401. */
  refusesTokens: boolean;
}

export async function startGateway(issuer?: string): Promise<TestGateway> {
  const server = Fastify({ forceCloseConnections: true });
  const apollo = new ApolloServer<Context>({
    typeDefs,
    resolvers: {
      Query: {
        greeting: () => 'Guten Tag',
        me(_source: unknown, _args: unknown, { level }: Context) {
          if (level !== undefined && level !== 'HIGH') throw levelTooLow();
          return level === undefined ? null : { name: 'Erika Mustermann', assurance: level };
        },
      },
    },
    plugins: [fastifyApolloDrainPlugin(server)],
  });
  await apollo.start();
  const gateway: TestGateway = {
    origin: '',
    authorizations: [],
    refusesTokens: false,
    [Symbol.asyncDispose]: () => server.close(),
  };
  await server.register(fastifyHelmet);
  await register(server, issuer);
  await server.register(fastifyApollo(apollo), {
    context: async ({ headers }) => {
      gateway.authorizations.push(headers.authorization);
      if (headers.authorization === undefined || issuer === undefined) return { level: undefined };
      if (gateway.refusesTokens) throw unauthenticated();
      return { level: await verify(issuer, headers.authorization) };
    },
  });
  const address = await server.listen({ port: 0, host: 'localhost' });
  gateway.origin = `http://localhost:${new URL(address).port}`;
  return gateway;
}

/** Registers the plugin as a gateway would. */
export async function register(server: FastifyInstance, issuer?: string, directory = BUILT_PAGE): Promise<void> {
  await server.register(playground, {
    directory,
    ...(issuer === undefined ? {} : { issuer }),
    clientId: CLIENT_ID,
    scopes: ['openid', 'account:read'],
    operations: [
      { name: 'Account', document: ACCOUNT_QUERY },
      { name: 'Greeting', document: OTHER_QUERY },
    ],
  });
}

async function verify(issuer: string, authorization: string): Promise<string> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  const { payload } = await jwtVerify(authorization.replace(/^Bearer /, ''), keys, { issuer, audience: AUDIENCE });
  return String(payload['acr']);
}

/** As the gateway says it (gateway/auth/authorization/judge.ts). */
function levelTooLow(): GraphQLError {
  return new GraphQLError('This needs the level of assurance HIGH. Log in with one of: EID.', {
    extensions: { code: 'ASSURANCE_TOO_LOW', required: 'HIGH', means: ['EID'] },
  });
}

function unauthenticated(): GraphQLError {
  return new GraphQLError('The token is not valid any more.', {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
  });
}
