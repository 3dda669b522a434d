import { calculateJwkThumbprint, CompactSign, importJWK, type JWK } from 'jose';
import { canonicalJson } from '../domain/canonical-json.ts';
import { sha256 } from '../domain/sha256.ts';

/** What the registry vouches for: this supergraph is the one of this launch. */
export interface SealedClaims {
  /** `amtgraph@prod`. */
  graph: string;
  /** Grows with every launch of the variant, also when an earlier supergraph comes back. */
  counter: number;
  launch: string;
  /** Seconds since 1970. */
  iat: number;
}

/** Signs supergraphs. */
export interface Sealer {
  /** A compact JWS (EdDSA, `typ: amtgraph-supergraph+jwt`) over the claims and the SHA-256 of the SDL's bytes, in hexadecimal. */
  seal(sdl: string, claims: SealedClaims): Promise<string>;
  /** The public key, as a JWK set. */
  readonly jwks: { keys: JWK[] };
}

/**
 * Threat: whoever sits between registry and router feeds it another supergraph, or an old one with a hole.
 * Rule: a router takes an SDL whose hash is signed for its graph, with a counter not below the one it has.
 */
export async function createSealer(privateJwk: JWK): Promise<Sealer> {
  const { d: _secret, ...publicJwk } = privateJwk;
  const kid = privateJwk.kid ?? (await calculateJwkThumbprint(publicJwk));
  const key = await importJWK(privateJwk, 'EdDSA');
  return {
    jwks: { keys: [{ ...publicJwk, kid, alg: 'EdDSA', use: 'sig' }] },
    seal: (sdl, claims) =>
      new CompactSign(new TextEncoder().encode(canonicalJson({ ...claims, sha256: sha256(sdl) })))
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'amtgraph-supergraph+jwt' })
        .sign(key),
  };
}
