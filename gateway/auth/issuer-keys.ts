import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/** The public keys of an OIDC issuer. */
export interface IssuerKeys {
  find: JWTVerifyGetKey;
  /** Whether the keys have been read; tries to, when they have not. Once they have been they are kept. */
  areRead(): Promise<boolean>;
  close(): void;
}

const refreshMs = 300_000;
const timeoutMs = 3_000;
/** However often it is asked whether the keys are there, the issuer is asked no more often than this. */
const retryMs = 1_000;

async function discover(issuer: string): Promise<URL> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`The issuer's discovery document could not be read: status ${response.status}.`);
  const document: unknown = await response.json();
  const uri = document && typeof document === 'object' && 'jwks_uri' in document ? document.jwks_uri : undefined;
  if (typeof uri !== 'string') throw new Error("The issuer's discovery document names no jwks_uri.");
  return new URL(uri);
}

/**
 * Finds keys by discovery (OpenID Connect Discovery 1.0), when the first token comes: the issuer may start after the gateway. Keys are fetched anew
 * every five minutes in the background and kept when that fails; an unknown `kid` makes them be fetched at once, twice in 30 s at most.
 */
export function createIssuerKeys(issuer: string): IssuerKeys {
  let set: Promise<RemoteKeys> | undefined;

  async function open(): Promise<RemoteKeys> {
    return createRemoteJWKSet(await discover(issuer), {
      cacheMaxAge: Number.POSITIVE_INFINITY,
      cooldownDuration: 15_000,
      timeoutDuration: timeoutMs,
    });
  }

  function opened(): Promise<RemoteKeys> {
    set ??= open().catch((error: unknown) => {
      set = undefined;
      throw error;
    });
    return set;
  }

  let reading: Promise<boolean> | undefined;

  async function read(): Promise<boolean> {
    try {
      const keys = await opened();
      if (!keys.jwks()) await keys.reload();
      return true;
    } catch {
      return false;
    }
  }

  const refresh = setInterval(() => void set?.then((keys) => keys.reload()).catch(() => undefined), refreshMs).unref();
  return {
    areRead: () => (reading ??= read().finally(() => setTimeout(() => (reading = undefined), retryMs).unref())),
    find: async (header, token) => (await opened())(header, token),
    close: () => clearInterval(refresh),
  };
}
