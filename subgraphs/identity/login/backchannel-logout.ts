import type { Configuration, Provider } from 'oidc-provider';
import { deliverLogoutNotices, keepLogoutNotice, type LogoutNotice } from '../storage/logout-notices.ts';
import type { IssuerOptions } from './issuer-options.ts';

const lookEveryMs = 1_000;
const timeoutMs = 2_500;

type Fetch = NonNullable<Configuration['fetch']>;

/**
 * How the issuer reaches other servers. A logout token goes to every gateway, and has been delivered when all of them have taken it.
 * oidc-provider keeps away from inside addresses, since clients elsewhere name their own; these come from our configuration, and gateways are inside.
 */
export function fetchForLogouts(urls: readonly string[]): Fetch {
  return async (url, options) => {
    const [first] = urls;
    const asked = url instanceof Request ? url.url : new URL(url).href;
    if (first === undefined || asked !== new URL(first).href) return fetch(url, options);
    const { method, headers, body } = options ?? {};
    const request = {
      method,
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    } as RequestInit;
    const answers = await Promise.all(urls.map((gateway) => fetch(gateway, request)));
    const refused = answers.find(({ status }) => status !== 200 && status !== 204);
    return refused ?? (answers[0] as Response);
  };
}

/** What oidc-provider's clients can do besides what their types say: send a logout token, of one session or of all. */
interface LogoutReceiver {
  clientId: string;
  backchannelLogout(accountId: string, sid?: string): Promise<void>;
}

async function receiver(provider: Provider, clientId: string): Promise<LogoutReceiver> {
  const client = await provider.Client.find(clientId);
  if (!client) throw new Error(`There is no client ${clientId} to log out of.`);
  return client as unknown as LogoutReceiver;
}

/**
 * Tells the gateways of sessions that have ended (OpenID Connect Back-Channel Logout 1.0), so that access tokens of theirs are refused before they expire.
 * oidc-provider itself tells them when somebody logs out; what did not arrive then, and accounts that were deleted, are told from here.
 * @returns how to stop it
 */
export function tellGateways(provider: Provider, { db, log, backchannelLogoutUrls = [] }: IssuerOptions): () => void {
  if (backchannelLogoutUrls.length === 0) return () => undefined;
  const fail = (error: unknown) => log.warn({ error }, 'a gateway could not be told that a session has ended');
  provider.on('backchannel.success', (_ctx, { clientId }) => log.info({ client: clientId }, 'a citizen logged out'));
  provider.on('backchannel.error', (_ctx, error, { clientId }, accountId, sid) => {
    fail(error);
    keepLogoutNotice(db, { accountId, session: { clientId, sid } }).catch(fail);
  });

  async function deliver({ accountId, session }: LogoutNotice): Promise<void> {
    // The gateways are one receiver, whatever clients there are: one token ends all sessions of an account.
    const client = await receiver(provider, session?.clientId ?? 'playground');
    await client.backchannelLogout(accountId, session?.sid);
  }

  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void deliverLogoutNotices(db, deliver)
      .catch(fail)
      .finally(() => (isBusy = false));
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}
