import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayConfig } from '../../../../gateway/config.ts';
import { startGateway as start } from '../../../../gateway/gateway.ts';
import { createLogger } from '../../../../platform/log.ts';
import { compose } from '../../../testkit/supergraphs/compose.ts';
import { federation } from '../../../testkit/supergraphs/federated-graph.ts';
import { baseConfig, post, type Closers, type GatewayAnswer } from '../running-gateway.ts';
import { startIssuer, type Issuer } from './issuer.ts';

const open = {
  name: 'open',
  subgraphs: [{ name: 'only', typeDefs: `${federation('key')} type Query { open: String }` }],
};

/** The real gateway with an issuer, and what it wrote into its log. */
export interface Gateway extends AsyncDisposable {
  url: string;
  issuer: Issuer;
  logged(): string;
  /** Asks for nothing that a subgraph has. */
  ask(token?: string): Promise<GatewayAnswer>;
  /** Sends a logout token as the issuer does. */
  logOut(token: string): Promise<Response>;
}

export async function startGateway(settings: Partial<GatewayConfig> = {}): Promise<Gateway> {
  const closers: Closers = [];
  const issuer = await startIssuer(closers);
  const directory = await mkdtemp(join(tmpdir(), 'amtgraph-tokens-'));
  closers.push(() => rm(directory, { recursive: true }));
  const file = join(directory, 'supergraph.graphql');
  await writeFile(file, compose(open as never).sdl);
  let logged = '';
  const log = createLogger({
    process: 'gateway',
    level: 'trace',
    destination: { write: (line) => void (logged += line) },
  });
  const config = { ...(await baseConfig(directory)), SUPERGRAPH_FILE: file, ISSUER: issuer.url, ...settings };
  const { url, shutdown } = await start(config, log);
  closers.push(() => shutdown.close());
  return {
    url,
    issuer,
    logged: () => logged,
    ask: (token) =>
      post(url, '{"query":"{ __typename }"}', token === undefined ? {} : { authorization: `Bearer ${token}` }),
    logOut: (token) => sendForm(url, new URLSearchParams({ logout_token: token })),
    [Symbol.asyncDispose]: async () => {
      for (const close of closers.toReversed()) await close();
    },
  };
}

export function sendForm(url: string, form: URLSearchParams): Promise<Response> {
  return fetch(`${url}/backchannel-logout`, { method: 'POST', body: form });
}
