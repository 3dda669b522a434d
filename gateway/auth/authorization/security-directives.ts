import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, GraphQLSchema } from 'graphql';
import { directiveName, linkedFeatures, type LinkedFeature } from '../../supergraph/linked-features.ts';
import { InvalidSupergraphError } from '../../supergraph/supergraph.ts';
import { levelOfPolicy, isAssurancePolicy } from './assurance-policies.ts';
import { requirement, type AnyOfAll, type Requirement } from './requirement.ts';

const SPECS = 'https://specs.apollo.dev';
const AUTHENTICATED = `${SPECS}/authenticated`;
const REQUIRES_SCOPES = `${SPECS}/requiresScopes`;
const POLICY = `${SPECS}/policy`;

/** The security features that the gateway enforces, with the versions whose meaning is known. */
const ENFORCED = new Map([
  [AUTHENTICATED, ['0.1']],
  [REQUIRES_SCOPES, ['0.1']],
  [POLICY, ['0.1']],
  [`${SPECS}/inaccessible`, ['0.1', '0.2']],
  [`${SPECS}/context`, ['0.1']],
]);

/** Something of a schema that may carry directives. */
interface Described {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
}

/** Reads the security directives of a supergraph, by the names under which it imports them. */
export class SecurityDirectives {
  private readonly authenticated: string | undefined;
  private readonly requiresScopes: string | undefined;
  private readonly policy: string | undefined;

  /**
   * Threat: a security feature that a newer composition wrote and this gateway ignores. Rule: what is linked `for: SECURITY` is enforced, or
   * the supergraph is not served.
   * @throws InvalidSupergraphError
   */
  constructor(schema: GraphQLSchema) {
    const definitions = [schema.astNode, ...schema.extensionASTNodes].filter((node) => !!node);
    const features = linkedFeatures({ kind: Kind.DOCUMENT, definitions });
    for (const feature of features) if (feature.purpose === 'SECURITY') expectEnforced(feature);
    this.authenticated = directiveName(AUTHENTICATED, 'authenticated', features);
    this.requiresScopes = directiveName(REQUIRES_SCOPES, 'requiresScopes', features);
    this.policy = directiveName(POLICY, 'policy', features);
  }

  /** What this element itself asks for. */
  on({ astNode }: Described): Requirement | undefined {
    const directives = astNode?.directives ?? [];
    const policies = anyOfAll(find(directives, this.policy), 'policies');
    for (const name of policies?.flat() ?? []) expectKnownLevel(name);
    return requirement({
      authenticated: find(directives, this.authenticated) !== undefined,
      scopes: anyOfAll(find(directives, this.requiresScopes), 'scopes'),
      policies,
    });
  }
}

function find(directives: readonly ConstDirectiveNode[], name: string | undefined): ConstDirectiveNode | undefined {
  return name === undefined ? undefined : directives.find((directive) => directive.name.value === name);
}

function anyOfAll(directive: ConstDirectiveNode | undefined, name: string): AnyOfAll | undefined {
  if (!directive) return undefined;
  const value: unknown = directive.arguments
    ?.filter((argument) => argument.name.value === name)
    .map((argument) => valueFromASTUntyped(argument.value))[0];
  // Input coercion makes a list of what is none: `["a"]` is `[["a"]]`.
  const alternatives = Array.isArray(value) ? value : [value];
  return alternatives.map((alternative) => (Array.isArray(alternative) ? alternative : [alternative]).map(String));
}

function expectEnforced({ identity, version }: LinkedFeature): void {
  const versions = ENFORCED.get(identity);
  if (versions?.includes(version)) return;
  const known = versions
    ? `only version ${versions.join(' and ')} of it is known`
    : `known are ${[...ENFORCED.keys()].join(', ')}`;
  throw new InvalidSupergraphError(
    `The supergraph links "${identity}/v${version}" for SECURITY, which this gateway cannot enforce (${known}). It is not served, so that nothing it protects becomes public. Update the gateway, or compose without that feature.`,
  );
}

function expectKnownLevel(policy: string): void {
  if (!isAssurancePolicy(policy) || levelOfPolicy(policy)) return;
  throw new InvalidSupergraphError(
    `The supergraph asks for the policy "${policy}", but the levels of assurance are assurance:normal, assurance:substantial and assurance:high.`,
  );
}
