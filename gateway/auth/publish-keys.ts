import type { FastifyInstance } from 'fastify';
import type { JWK } from 'jose';

/** The public half of a private signing key: nothing that is not in the list can leave, whatever the kind of key. */
function publicPart({ kty, crv, x, y, n, e, kid, alg, use }: JWK): Record<string, string | undefined> {
  return { kty, crv, x, y, n, e, kid, alg, use };
}

/**
 * `GET /.well-known/jwks.json`: the keys with which subgraphs verify caller assertions (docs/decisions/002), also those of agencies that run
 * elsewhere, as a JWK set (RFC 7517).
 */
export function publishAssertionKeys(app: FastifyInstance, key: JWK): void {
  const keys = { keys: [publicPart(key)] };
  app.get('/.well-known/jwks.json', (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').type('application/jwk-set+json').send(JSON.stringify(keys)),
  );
}
