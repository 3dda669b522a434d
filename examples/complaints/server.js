import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createHandler } from 'graphql-http/lib/use/http';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { openComplaints } from './complaints.js';

const typeDefs = parse(readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'));
const resolvers = {
  Query: { complaint: (_root, { ticket }, { complaints }) => complaints.find(ticket) },
  Mutation: {
    reportComplaint: (_root, { input }, { complaints, language }) => complaints.report(input, language),
  },
};

async function readKeys(url) {
  return url.startsWith('file:')
    ? createLocalJWKSet(JSON.parse(await readFile(new URL(url), 'utf8')))
    : createRemoteJWKSet(new URL(url));
}

/** Starts the subgraph. @param {{ port: number, host: string, file: string, gatewayKeys: string }} config */
export async function startComplaints({ port, host, file, gatewayKeys }) {
  const complaints = openComplaints(file);
  const keys = await readKeys(gatewayKeys);
  const rules = {
    issuer: 'amtgraph-gateway',
    audience: 'complaints',
    typ: 'amtgraph-caller+jwt',
    algorithms: ['EdDSA'],
    maxTokenAge: 60,
    clockTolerance: 5,
  };
  const answer = createHandler({
    schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
    context: ({ headers }) => ({ complaints, language: headers['accept-language']?.startsWith('en') ? 'en' : 'de' }),
  });
  async function serve(request, response) {
    if (request.url === '/health') return response.end('ok');
    // Anybody may report, but only through the gateway, which has limits and rates.
    const isGateway = await jwtVerify(request.headers['x-amtgraph-caller'] ?? '', keys, rules).catch(() => null);
    return isGateway ? answer(request, response) : response.writeHead(401).end();
  }
  const server = createServer((request, response) => void serve(request, response));
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    url: `http://${host}:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve).closeIdleConnections()),
  };
}
