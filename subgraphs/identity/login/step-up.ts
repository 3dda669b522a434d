import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import { isLevel, lowest, reaches } from '../domain/assurance-level.ts';

/** The level that a request asks for: the lowest of its `acr_values`, since any of them will do. Unknown values are ignored. */
export function wantedLevel(acrValues: unknown): AssuranceLevel {
  const values = typeof acrValues === 'string' ? acrValues.split(' ') : [];
  return lowest(values.filter(isLevel)) ?? 'NORMAL';
}

function isLevelMissing({ oidc }: KoaContextWithOIDC): boolean {
  const reached = oidc.session?.acr;
  return !isLevel(reached) || !reaches(reached, wantedLevel(oidc.params?.['acr_values']));
}

/**
 * Threat: a program on the citizen's computer opens the browser, and a session that is there hands it a token unseen.
 * Rule: for native clients somebody identifies every time (RFC 8252, 8.6).
 */
function isNativeWithoutLogin({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.client?.applicationType === 'native' && !oidc.result?.login;
}

/** A session outlives its account when the citizen deletes the account. */
const isAccountGone = ({ oidc }: KoaContextWithOIDC): boolean => oidc.session?.accountId !== undefined && !oidc.account;

/**
 * When somebody has to identify: without a session, with one that is too old or of too low a level, and for native clients.
 * Consent is never asked: all clients are ours, and what they may do is what the citizen may do (see grants.ts).
 */
export function loginPolicy(): interactionPolicy.Prompt[] {
  const { Check, base } = interactionPolicy;
  const policy = base();
  policy.remove('consent');
  const login = policy.get('login');
  const add = (reason: string, description: string, isNeeded: (ctx: KoaContextWithOIDC) => boolean) =>
    login?.checks.add(new Check(reason, description, 'login_required', isNeeded));
  add('account_gone', 'the account of the session does not exist any more', isAccountGone);
  add('acr_too_low', 'a higher level of assurance is required', isLevelMissing);
  add('native_client', 'native clients require End-User interaction', isNativeWithoutLogin);
  return policy;
}
