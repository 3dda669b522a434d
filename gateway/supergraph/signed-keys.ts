import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, errors, type CompactVerifyGetKey } from 'jose';
import { z } from 'zod';

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

const timeoutMs = 3_000;
/** An unknown key makes the set be read anew, no more often than this. */
const rereadMs = 10_000;

/**
 * The registry's public keys. They are read again when a seal names a key that is not among them, so that the registry can change its key.
 * @param location a JWKS as JSON, or the URL (file:, https:) of one; whoever can change what is there decides what this gateway serves
 */
export function registryKeys(location: string): CompactVerifyGetKey {
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;
  let readAt = 0;
  const read = async (): Promise<void> => {
    readAt = Date.now();
    keys = createLocalJWKSet(keySet.parse(JSON.parse(await textOf(location))));
  };
  return async (header, token) => {
    if (!keys) await read();
    try {
      if (keys) return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || Date.now() - readAt < rereadMs) throw error;
      await read();
    }
    if (!keys) throw new Error('The keys of the registry have not been read.');
    return keys(header, token);
  };
}

async function textOf(location: string): Promise<string> {
  if (location.startsWith('{')) return location;
  const url = new URL(location);
  if (url.protocol === 'file:') return readFile(url, 'utf8');
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}.`);
  return response.text();
}
