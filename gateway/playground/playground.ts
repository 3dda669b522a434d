import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { contentSecurityPolicy } from './content-security-policy.ts';
import type { PlaygroundOperation, PlaygroundSettings } from './settings.ts';

export interface PlaygroundOptions {
  /** Folder with the built page (`dist/playground`). */
  directory: string;
  /** OpenID Connect issuer (`https:`, or `http:` on this machine); without it the page has no login. */
  issuer?: string;
  /** Public client registered with the issuer: code flow with PKCE, the page's address as redirect URI. */
  clientId: string;
  scopes: readonly string[];
  operations: readonly PlaygroundOperation[];
}

/**
 * Serves the playground at `/`, its files under `/assets/`, and its settings at `/playground.json`. Register it
 * without a prefix; its headers apply to its own routes only and win over those of `@fastify/helmet`.
 *
 * @throws when the page has not been built, or the issuer is not an http(s) address
 */
export async function playground(server: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  const directory = resolve(options.directory);
  if (!existsSync(join(directory, 'index.html'))) {
    throw new Error(`The playground is not built: expected index.html in ${directory}. Run "npm run build" first.`);
  }
  requireWebAddress(options.issuer);
  const headers = {
    'content-security-policy': contentSecurityPolicy(options.issuer),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  };
  server.addHook('onSend', async (_request, reply) => {
    reply.headers(headers);
  });
  const settings = settingsFor(options);
  server.get('/playground.json', async (_request, reply) => reply.header('cache-control', 'no-cache').send(settings));
  await server.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    decorateReply: false,
    preCompressed: true,
    globIgnore: ['**/*.br', '**/*.gz'],
    cacheControl: false,
    setHeaders: setCaching,
  });
}

function settingsFor({ issuer, clientId, scopes, operations }: PlaygroundOptions): PlaygroundSettings {
  return { endpoint: '/graphql', ...(issuer === undefined ? {} : { issuer }), clientId, scopes, operations };
}

/** Files under `assets/` carry a hash of their content in their name, so a browser may keep them for good. */
function setCaching(reply: FastifyReply, path: string): void {
  const isHashed = /[/\\]assets[/\\]/.test(path);
  reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}

function requireWebAddress(issuer: string | undefined): void {
  if (issuer === undefined) return;
  const protocol = URL.canParse(issuer) ? new URL(issuer).protocol : '';
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw new Error(`The playground's issuer must be an http(s) address, but got: "${issuer}".`);
  }
}
