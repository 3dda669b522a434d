import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accountPage } from './account-page.ts';
import { Subgraphs } from './ask-subgraph.ts';
import { usersPage } from './users-page.ts';

/**
 * The yardstick: what somebody writes who knows the three pages in advance and needs no GraphQL gateway. node:http, undici,
 * as few requests as the data allows, one JSON.stringify. Arguments: the subgraphs' addresses in JSON, port.
 */
const [urls = '{}', port = '0'] = process.argv.slice(2);
const subgraphs = new Subgraphs(JSON.parse(urls));
const askName = subgraphs.question<{ citizen: string }, object>(
  'identity',
  'query($citizen: ID!) { me(citizen: $citizen) { name { full } assurance } }',
);
const pages: Record<string, (variables: never) => Promise<object>> = {
  Account: accountPage(subgraphs),
  Small: askName,
  Heavy: usersPage(subgraphs),
};

async function answer(body: string): Promise<string> {
  const { operationName, variables }: { operationName: string; variables: never } = JSON.parse(body);
  const page = pages[operationName];
  if (!page) throw new Error(`no page "${operationName}"`);
  return JSON.stringify({ data: await page(variables) });
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString()));
    request.on('error', reject);
  });
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const text = await answer(await bodyOf(request));
    const length = Buffer.byteLength(text);
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': length }).end(text);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}

createServer((request, response) => void serve(request, response)).listen(Number(port), '127.0.0.1');
