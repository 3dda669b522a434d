import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { createCallerVerifier, NotTheGateway } from './caller.js';
import { createFeeDemands } from './fee-demand.js';
import { receivePayment } from './payments-webhook.js';
import { resolvers } from './resolvers.js';
import { openStore } from './store.js';

const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));

const json = (response, status, body) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/**
 * Starts the subgraph: GraphQL under /graphql, its public keys, the webhook that payments calls, /health.
 * @param {import('./config.js').Config} config
 */
export async function startDogRegistration(config) {
  const store = openStore(config.database);
  const demands = await createFeeDemands(store, config.authority);
  const verify = await createCallerVerifier('dog-registration', config);
  const yoga = createYoga({
    schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
    graphiql: false,
    landingPage: false,
    logging: 'warn',
    async context({ request }) {
      const language = request.headers.get('accept-language')?.startsWith('en') ? 'en' : 'de';
      const caller = await verify(request.headers.get('x-amtgraph-caller')).catch((error) => {
        if (!(error instanceof NotTheGateway)) throw error;
        const extensions = { code: 'UNAUTHENTICATED', http: { status: 401 } };
        throw new GraphQLError(error.message, { extensions });
      });
      return { caller, language, store, demands };
    },
  });
  const server = createServer((request, response) => {
    if (request.url === '/health') return json(response, 200, { status: 'ok' });
    if (request.url === '/.well-known/jwks.json') return json(response, 200, demands.jwks);
    if (request.url === '/webhooks/payments' && request.method === 'POST')
      return receivePayment(request, response, store, config.webhookSecret);
    return yoga(request, response);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(config.port, config.host, resolve));
  return {
    url: `http://${config.host}:${server.address().port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
      store.close();
    },
  };
}
