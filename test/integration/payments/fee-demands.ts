import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Webhook } from 'standardwebhooks';

export interface DemandClaims {
  jti?: string;
  sub?: string;
  iss?: string;
  aud?: string;
  typ?: string;
  authority?: string;
  /** Seconds from now. */
  expiresIn?: number;
  purpose?: unknown;
  lines?: unknown;
}

export interface ToldEvent {
  id: string;
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
}

export interface DemandingService {
  name: string;
  jwksUrl: string;
  webhookUrl: string;
  webhookSecret: string;
  authorities: string[];
  sign(claims?: DemandClaims): Promise<string>;
  /** What it was told, each event once, in the order in which it came. */
  events: ToldEvent[];
  close(): Promise<void>;
}

export const demandLines = [
  { number: '224.2', text: { de: 'Außerbetriebsetzung, online', en: 'De-registration, online' }, cents: 570 },
  { number: null, text: { de: 'Zuschlag' }, cents: 1_020 },
];

/** A service that demands fees and is told what became of them: its keys in a file, its webhook on a free port. */
export async function startDemandingService(
  name = 'vehicle-registration',
  authorities = ['14713000', '03357'],
): Promise<DemandingService> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');
  const file = join(await mkdtemp(join(tmpdir(), 'amtgraph-demands-')), 'jwks.json');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'demands', alg: 'EdDSA', use: 'sig' };
  await writeFile(file, JSON.stringify({ keys: [jwk] }));
  const webhookSecret = `whsec_${Buffer.from(`the webhook secret of ${name}!!!`).toString('base64')}`;
  const events: ToldEvent[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const event = new Webhook(webhookSecret).verify(body, headers) as Omit<ToldEvent, 'id'>;
      const id = headers['webhook-id'] ?? '';
      if (!events.some((each) => each.id === id)) events.push({ ...event, id });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name,
    authorities,
    events,
    webhookSecret,
    jwksUrl: pathToFileURL(file).href,
    webhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    sign({ jti = randomUUID(), sub = randomUUID(), iss = name, aud = 'payments', expiresIn = 3_600, ...claims } = {}) {
      const { typ = 'amtgraph-fee-demand+jwt', authority = '14713000', lines = demandLines } = claims;
      const { purpose = { de: 'Außerbetriebsetzung', en: 'De-registration' } } = claims;
      const now = Math.floor(Date.now() / 1_000);
      return new SignJWT({ authority, purpose, lines })
        .setProtectedHeader({ alg: 'EdDSA', typ, kid: 'demands' })
        .setIssuer(iss)
        .setAudience(aud)
        .setSubject(sub)
        .setJti(jti)
        .setIssuedAt(now - 1)
        .setExpirationTime(now + expiresIn)
        .sign(privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
