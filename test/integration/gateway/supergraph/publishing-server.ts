import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';

export const graph = 'amtgraph@prod';
export const token = 'token-of-the-gateway';

/** Signs supergraphs as a registry does. */
export class Signer {
  readonly jwk: JWK;
  private readonly key: CryptoKey;

  private constructor(key: CryptoKey, jwk: JWK) {
    this.key = key;
    this.jwk = jwk;
  }

  static async create(): Promise<Signer> {
    const { privateKey, publicKey } = await generateKeyPair('Ed25519', { extractable: true });
    return new Signer(privateKey, { ...(await exportJWK(publicKey)), kid: randomUUID(), alg: 'EdDSA' });
  }

  get keySet(): string {
    return JSON.stringify({ keys: [this.jwk] });
  }

  async artifact(sdl: string, counter: number, claims: Record<string, unknown> = {}, typ = 'amtgraph-supergraph+jwt') {
    const sha256 = createHash('sha256').update(sdl).digest('hex');
    const payload = { graph, counter, sha256, launch: randomUUID(), iat: Math.floor(Date.now() / 1000), ...claims };
    const seal = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'EdDSA', kid: this.jwk.kid ?? '', typ })
      .sign(this.key);
    return JSON.stringify({ sdl, seal });
  }
}

/** The two routes of a registry that gateways follow, with whatever artifact a test puts there. */
export class PublishingServer {
  /** What is served; undefined answers 503. */
  artifact: string | undefined;
  /** Whether notices are offered. */
  pushes = true;
  readonly requests: string[] = [];
  private readonly streams = new Set<ServerResponse>();
  private readonly server = createServer((request, response) => this.answer(request, response));

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => {
      this.server.listen(port, '127.0.0.1', resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  publish(artifact: string): void {
    this.artifact = artifact;
    for (const stream of this.streams) stream.write('event: supergraph\ndata: {}\n\n');
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request.url ?? '');
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
    if (request.url === `/push/${encodeURIComponent(graph)}` && this.pushes) return this.stream(response);
    if (request.url !== `/artifacts/${encodeURIComponent(graph)}/current`) return void response.writeHead(404).end();
    if (this.artifact === undefined) return void response.writeHead(503).end();
    const etag = `"${createHash('sha256').update(this.artifact).digest('hex')}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { 'content-type': 'application/json', etag }).end(this.artifact);
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }
}
