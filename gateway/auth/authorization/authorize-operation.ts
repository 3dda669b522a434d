import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Supergraph } from '../../supergraph/supergraph.ts';
import type { Caller } from '../caller.ts';
import type { Access, AuthorizeOperation, Denial } from './access.ts';
import { isAssurancePolicy } from './assurance-policies.ts';
import { callerDenials } from './caller-denials.ts';
import { GraphRequirements } from './graph-requirements.ts';
import { judge } from './judge.ts';
import { operationRequirements } from './operation-requirements.ts';
import type { Requirement } from './requirement.ts';
import { withoutDenied } from './without-denied.ts';

/** What of a request authorization looks at. */
export interface CallerContext {
  caller: Caller;
}

/** Which of these policies hold for a caller. Asked once a request, for all policies of the operation that are not about assurance. */
export type EvaluatePolicies = (
  policies: readonly string[],
  caller: Caller,
) => ReadonlySet<string> | Promise<ReadonlySet<string>>;

export interface AuthorizationOptions {
  /** Without it no policy holds but those of assurance. */
  evaluatePolicies?: EvaluatePolicies;
}

/** What one operation asks for, and what callers were found to get of it. */
interface KnownOperation {
  requirements: readonly Requirement[];
  /** Names of the policies that have to be evaluated. */
  policies: readonly string[];
  open: Access;
  byProfile: LRUCache<string, Access>;
}

const MOST_PROFILES = 50;
const none: ReadonlySet<string> = new Set();

/**
 * Enforces `@authenticated`, `@requiresScopes` and `@policy`. Threat: a field is reached by somebody who may not, or a mutation is sent and
 * only its answer withheld. Rule: what the caller may not see is taken out before planning. What an operation asks for is collected once;
 * a request costs a look at each different requirement.
 * @throws InvalidSupergraphError for a supergraph that asks for what cannot be enforced
 */
export function authorization(
  options: AuthorizationOptions = {},
): (supergraph: Pick<Supergraph, 'schema' | 'apiSchema'>) => AuthorizeOperation<CallerContext> {
  return (supergraph) => {
    const graph = new GraphAuthorization(new GraphRequirements(supergraph), options.evaluatePolicies ?? (() => none));
    return (document, operation, context) => graph.access(document, operation, context.caller);
  };
}

class GraphAuthorization {
  private readonly requirements: GraphRequirements;
  private readonly evaluate: EvaluatePolicies;
  private readonly operations = new WeakMap<OperationDefinitionNode, KnownOperation>();

  constructor(requirements: GraphRequirements, evaluate: EvaluatePolicies) {
    this.requirements = requirements;
    this.evaluate = evaluate;
  }

  access(document: DocumentNode, operation: OperationDefinitionNode, caller: Caller): Access | Promise<Access> {
    const known = this.operations.get(operation) ?? this.learn(document, operation);
    if (known.requirements.length === 0) return known.open;
    if (known.policies.length === 0) return this.judged(known, caller, none);
    const held = this.evaluate(known.policies, caller);
    return held instanceof Promise
      ? held.then((names) => this.judged(known, caller, names))
      : this.judged(known, caller, held);
  }

  private learn(document: DocumentNode, operation: OperationDefinitionNode): KnownOperation {
    const requirements = operationRequirements(document, operation, this.requirements);
    const policies = new Set(requirements.flatMap((requirement) => requirement.policies?.flat() ?? []));
    const known = {
      requirements,
      policies: [...policies].filter((policy) => !isAssurancePolicy(policy)),
      open: { profile: '', document, operation },
      byProfile: new LRUCache<string, Access>({ max: MOST_PROFILES }),
    };
    this.operations.set(operation, known);
    return known;
  }

  private judged(known: KnownOperation, caller: Caller, holds: ReadonlySet<string>): Access {
    const unmet = new Map<string, Denial>();
    let profile = '';
    for (const [index, requirement] of known.requirements.entries()) {
      const denial = judge(requirement, { caller, holds });
      if (!denial) continue;
      unmet.set(requirement.key, denial);
      profile += `${index}${JSON.stringify(denial.extensions)}`;
    }
    if (profile === '') return known.open;
    const before = known.byProfile.get(profile);
    if (before) return before;
    const access = this.deny(known.open, profile, unmet);
    known.byProfile.set(profile, access);
    return access;
  }

  private deny({ document, operation }: Access, profile: string, unmet: ReadonlyMap<string, Denial>): Access {
    const denials = callerDenials(this.requirements, unmet);
    return { profile, denials, ...withoutDenied(document, operation, this.requirements.apiSchema, denials) };
  }
}
