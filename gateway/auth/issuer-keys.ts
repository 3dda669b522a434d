import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The public keys of an OIDC issuer. */
export interface IssuerKeys {
  /** @throws KeysUnavailable when the key may be the issuer's, but the issuer cannot be asked */
  find: JWTVerifyGetKey;
  /** Whether the keys have been read; tries to, when they have not. Once they have been they are kept. */
  areRead(): Promise<boolean>;
  /** Tells when other keys were found than before. */
  onChange(listener: () => void): void;
  close(): void;
}

/** The issuer cannot be asked for its keys: this says nothing about the token. */
export class KeysUnavailable extends Error {
  override name = 'KeysUnavailable';
}

const refreshMs = 300_000;
const timeoutMs = 3_000;
/** However often it is asked whether the keys are there, the issuer is asked no more often than this. */
const retryMs = 1_000;
/** For keys that are not known the issuer is asked so many times in so long, whether it answers or not. */
const rereads = { times: 2, withinMs: 30_000 };

async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}

async function readKeys(issuer: string): Promise<JSONWebKeySet> {
  const document = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: uri } = document as { issuer?: unknown; jwks_uri?: unknown };
  // OpenID Connect Discovery 1.0, 4.3.
  if (named !== issuer) throw new Error("The issuer's discovery document is that of another issuer.");
  if (typeof uri !== 'string') throw new Error("The issuer's discovery document names no jwks_uri.");
  return (await readJson(uri)) as JSONWebKeySet;
}

/**
 * Finds keys by discovery (OpenID Connect Discovery 1.0), when the first token comes: the issuer may start after the gateway. They are read anew
 * every five minutes in the background, and kept when that fails.
 * Threat: tokens with made-up keys turn the gateway into a flood of requests to the issuer, also while that is down. Rule: an unknown `kid` makes the keys be
 * read at once, twice in 30 s at most; while none have been read at all, once a second.
 */
export function createIssuerKeys(issuer: string): IssuerKeys {
  let keys: ReturnType<typeof createLocalJWKSet> | undefined;
  let published = '';
  let reading: Promise<boolean> | undefined;
  let isReachable = true;
  let [readAt, rereadAt]: [number, number[]] = [0, []];
  const listeners: (() => void)[] = [];

  async function read(): Promise<boolean> {
    try {
      const set = await readKeys(issuer);
      const found = createLocalJWKSet(set);
      isReachable = true;
      const text = JSON.stringify(set);
      if (text === published) return true;
      const isFirst = keys === undefined;
      [keys, published] = [found, text];
      if (!isFirst) for (const listener of listeners) listener();
    } catch {
      isReachable = false;
    }
    return isReachable;
  }

  /** Those who ask at the same time get the same answer. */
  function readOnce(): Promise<boolean> {
    readAt = Date.now();
    return (reading ??= read().finally(() => (reading = undefined)));
  }

  async function known() {
    if (!keys && (reading || Date.now() - readAt >= retryMs)) await readOnce();
    if (!keys) throw new KeysUnavailable();
    return keys;
  }

  /** @returns whether the keys are those that the issuer has now, as far as it may be asked */
  async function readAgain(): Promise<boolean> {
    if (reading) return reading;
    rereadAt = rereadAt.filter((time) => Date.now() - time < rereads.withinMs);
    if (rereadAt.length >= rereads.times) return isReachable;
    rereadAt.push(Date.now());
    return readOnce();
  }

  const refresh = setInterval(() => void (keys && readOnce()), refreshMs).unref();
  return {
    async find(header, token) {
      try {
        return await (
          await known()
        )(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        if (!(await readAgain())) throw new KeysUnavailable();
        return (await known())(header, token);
      }
    },
    areRead: () =>
      known().then(
        () => true,
        () => false,
      ),
    onChange: (listener) => void listeners.push(listener),
    close: () => clearInterval(refresh),
  };
}
