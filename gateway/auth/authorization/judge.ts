import type { Caller } from '../caller.ts';
import type { Denial } from './access.ts';
import { highest, isAssurancePolicy, levelOfPolicy, meansFor, reaches } from './assurance-policies.ts';
import type { AnyOfAll, Requirement } from './requirement.ts';

/** What is known about a caller when requirements are looked at. */
export interface Standing {
  caller: Caller;
  /** The policies, other than those of assurance, that were found to hold. */
  holds: ReadonlySet<string>;
}

/** Why a caller does not meet a requirement; undefined when it is met. */
export function judge(requirement: Requirement, standing: Standing): Denial | undefined {
  const { caller } = standing;
  const { authenticated, scopes, policies } = requirement;
  const missingScopes = scopes && missing(scopes, (scope) => caller.scopes.includes(scope));
  const missingPolicies = policies && missing(policies, (policy) => satisfies(policy, standing));
  if (!caller.citizen && (authenticated || missingScopes || missingPolicies?.some(isAssurancePolicy))) {
    return unauthenticated(missingPolicies ?? []);
  }
  if (missingScopes) return scopesMissing(missingScopes);
  return missingPolicies && policiesMissing(missingPolicies);
}

/** What is missing to the alternative that lacks the least; undefined when one lacks nothing. */
function missing(alternatives: AnyOfAll, isThere: (name: string) => boolean): string[] | undefined {
  const lacking = alternatives
    .map((names) => names.filter((name) => !isThere(name)))
    .toSorted((one, other) => one.length - other.length);
  return lacking[0]?.length === 0 ? undefined : (lacking[0] ?? []);
}

function satisfies(policy: string, { caller, holds }: Standing): boolean {
  if (!isAssurancePolicy(policy)) return holds.has(policy);
  const level = levelOfPolicy(policy);
  return level !== undefined && reaches(caller.citizen?.level, level);
}

function unauthenticated(policies: readonly string[]): Denial {
  return {
    message: 'Only those who are logged in get this. Log in and send the access token.',
    extensions: { code: 'UNAUTHENTICATED', ...assurance(policies) },
  };
}

function scopesMissing(missingScopes: readonly string[]): Denial {
  return {
    message: `The access token lacks ${missingScopes.length === 1 ? 'the scope' : 'the scopes'} ${missingScopes.join(', ')}. Ask for it when you log in.`,
    extensions: { code: 'FORBIDDEN', missingScopes },
  };
}

function policiesMissing(policies: readonly string[]): Denial {
  const others = policies.filter((policy) => !isAssurancePolicy(policy));
  if (others.length > 0) {
    return {
      message: `This is not for you: ${others.join(', ')} is required.`,
      extensions: { code: 'FORBIDDEN', policies: others },
    };
  }
  const { required, means } = assurance(policies);
  return {
    message: `This needs the level of assurance ${required}. Log in with one of: ${means?.join(', ')}.`,
    extensions: { code: 'ASSURANCE_TOO_LOW', required, means },
  };
}

/** The level that policies ask for, and what reaches it. */
function assurance(policies: readonly string[]): { required?: string; means?: readonly string[] } {
  const required = highest(policies.flatMap((policy) => levelOfPolicy(policy) ?? []));
  return required ? { required, means: meansFor(required) } : {};
}
