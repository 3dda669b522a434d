import { createHash } from 'node:crypto';
import { compactVerify, type CompactVerifyGetKey } from 'jose';
import { z } from 'zod';

/** A supergraph that the registry vouches for. */
export interface SignedSupergraph {
  sdl: string;
  /** Rises with every launch, also with one that goes back to an earlier supergraph. */
  counter: number;
  /** SHA-256 of the SDL, in hex. */
  sha256: string;
  /** As it came: what can be verified again later. */
  text: string;
}

/** What came is not what the registry signed, or not for this gateway. The message is for the log. */
export class ArtifactRefusedError extends Error {
  override readonly name = 'ArtifactRefusedError';
}

const artifact = z.object({ sdl: z.string(), seal: z.string() });
const seal = z.object({
  graph: z.string(),
  counter: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const sealType = 'amtgraph-supergraph+jwt';

/**
 * Opens what the registry publishes for a graph: JSON `{ sdl, seal }`, where the seal is a JWS (RFC 7515) over graph, counter and hash of the SDL.
 * Threat: whoever sits between registry and gateway, or writes to the gateway's disk, serves citizens a graph of their own. Rule: signed by a key that the
 * gateway was given beforehand, for this graph and no other (a supergraph of `test` is signed as well), and unchanged since.
 * @param graph `amtgraph@prod`
 * Rejects with ArtifactRefusedError
 */
export async function openArtifact(text: string, graph: string, keys: CompactVerifyGetKey): Promise<SignedSupergraph> {
  const read = artifact.safeParse(parsed(text));
  if (!read.success) throw new ArtifactRefusedError('Expected JSON with `sdl` and `seal`.');
  const signed = await verified(read.data.seal, keys);
  if (signed.graph !== graph) {
    throw new ArtifactRefusedError(`Expected the supergraph of ${graph}, but it is signed for ${signed.graph}.`);
  }
  const { sdl } = read.data;
  if (createHash('sha256').update(sdl).digest('hex') !== signed.sha256) {
    throw new ArtifactRefusedError('The supergraph is not the one that was signed.');
  }
  return { sdl, counter: signed.counter, sha256: signed.sha256, text };
}

async function verified(text: string, keys: CompactVerifyGetKey): Promise<z.infer<typeof seal>> {
  let payload: Uint8Array;
  let type: string | undefined;
  try {
    const result = await compactVerify(text, keys, { algorithms: ['EdDSA', 'Ed25519'] });
    payload = result.payload;
    type = result.protectedHeader.typ;
  } catch (error) {
    throw new ArtifactRefusedError(`The seal of the supergraph cannot be verified: ${String(error)}`, { cause: error });
  }
  const claims = seal.safeParse(parsed(new TextDecoder().decode(payload)));
  // The registry signs other things with the same key.
  if (type !== sealType || !claims.success) throw new ArtifactRefusedError('The seal is not that of a supergraph.');
  return claims.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
