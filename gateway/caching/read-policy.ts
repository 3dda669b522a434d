import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { GraphRequirements } from '../auth/authorization/graph-requirements.ts';
import type { PlanFetch } from '../planning/plan.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { CacheHints, type CacheHint } from './cache-hints.ts';
import type { FetchPolicy, PartPolicy } from './fetch-policy.ts';
import { plainSelections } from './plain-selections.ts';

/** Not to be kept. */
const NEVER = 0;

/** Longest life of anything that is kept, seconds. */
const LONGEST = 86_400;

/** Says of each fetch of a plan whether its answer may be kept; each is looked at once. */
export type CachePolicies = (fetch: PlanFetch) => FetchPolicy | undefined;

/** The policies of a supergraph. */
export function cachePolicies(supergraph: Pick<Supergraph, 'schema' | 'apiSchema' | 'hash'>): CachePolicies {
  const hints = new CacheHints(supergraph.schema);
  if (hints.isEmpty) return () => undefined;
  const known = new WeakMap<PlanFetch, { policy: FetchPolicy | undefined }>();
  let requirements: GraphRequirements | undefined;
  return (fetch) => {
    let found = known.get(fetch);
    if (!found) {
      requirements ??= new GraphRequirements(supergraph);
      found = { policy: new PolicyReader(supergraph, hints, requirements).read(fetch) };
      known.set(fetch, found);
    }
    return found.policy;
  };
}

/**
 * Reads one fetch. Threat: an answer that depends on who asks is kept and given to somebody else. Rule: each field that is asked for has to
 * be called public, and needs no login, scope or policy; one that is not keeps the whole answer from being kept.
 */
class PolicyReader {
  private readonly supergraph: Pick<Supergraph, 'schema' | 'apiSchema' | 'hash'>;
  private readonly hints: CacheHints;
  private readonly requirements: GraphRequirements;
  private fragments = new Map<string, FragmentDefinitionNode>();
  private types = new Set<string>();

  constructor(
    supergraph: Pick<Supergraph, 'schema' | 'apiSchema' | 'hash'>,
    hints: CacheHints,
    requirements: GraphRequirements,
  ) {
    this.supergraph = supergraph;
    this.hints = hints;
    this.requirements = requirements;
  }

  read(fetch: PlanFetch): FetchPolicy | undefined {
    if (fetch.kind !== 'query') return undefined;
    const { definitions } = parse(fetch.operation, { noLocation: true });
    const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
    if (!operation) return undefined;
    for (const node of definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    const parts = fetch.entities.length > 0 ? this.entities(fetch, operation) : [this.root(operation)];
    if (!parts.every((part) => part !== undefined && part.maxAge > NEVER)) return undefined;
    return {
      subgraph: fetch.subgraph,
      version: this.supergraph.hash,
      parts: parts.filter((part) => part !== undefined),
      keyFields: (type) => this.hints.keyFields(type),
    };
  }

  private root(operation: OperationDefinitionNode): PartPolicy | undefined {
    const type = this.supergraph.schema.getQueryType();
    if (!type) return undefined;
    this.types = new Set([type.name]);
    const maxAge = this.ageOf(operation.selectionSet, type, undefined);
    return this.part(operation.selectionSet, maxAge, undefined, undefined);
  }

  private entities(fetch: PlanFetch, { selectionSet }: OperationDefinitionNode): (PartPolicy | undefined)[] {
    return fetch.entities.map(({ alias, variable }) => {
      const field = selectionSet.selections.find(
        (node): node is FieldNode => node.kind === Kind.FIELD && (node.alias ?? node.name).value === alias,
      );
      if (!field?.selectionSet) return undefined;
      this.types = new Set();
      return this.part(field.selectionSet, this.ageOfEntities(field.selectionSet), alias, variable);
    });
  }

  /** Entities stand in no field whose hint they could inherit. */
  private ageOfEntities({ selections }: SelectionSetNode): number {
    const ages = selections.map((node) => {
      const condition =
        node.kind === Kind.INLINE_FRAGMENT && this.supergraph.schema.getType(node.typeCondition?.name.value ?? '');
      if (node.kind === Kind.FIELD && node.name.value === '__typename') return LONGEST;
      if (!condition || !isCompositeType(condition) || node.kind !== Kind.INLINE_FRAGMENT) return NEVER;
      const needsMore = this.objectsOf(condition).some(({ name }) => this.requirements.ofObject(name));
      const hint = this.hints.ofType(condition.name);
      return needsMore || hint?.isPrivate ? NEVER : this.ageOf(node.selectionSet, condition, hint?.maxAge);
    });
    return Math.min(LONGEST, ...ages);
  }

  private part(
    selectionSet: SelectionSetNode,
    maxAge: number,
    alias: string | undefined,
    representations: string | undefined,
  ): PartPolicy {
    const plain = plainSelections(selectionSet, this.fragments);
    const variables = new Set<string>();
    visit(plain, { Variable: ({ name }) => void variables.add(name.value) });
    return {
      alias,
      representations,
      selection: print(plain),
      variables: [...variables].toSorted(),
      maxAge: Math.floor(maxAge),
      types: [...this.types],
    };
  }

  /** The least age that a selected field allows. @param inherited of the place where the object stands */
  private ageOf({ selections }: SelectionSetNode, type: GraphQLCompositeType, inherited: number | undefined): number {
    let least = LONGEST;
    for (const node of selections) {
      if (least === NEVER) return NEVER;
      if (node.kind === Kind.FIELD) {
        least = Math.min(least, this.ageOfField(node, type, inherited));
        continue;
      }
      const content = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
      const condition = content?.typeCondition && this.supergraph.schema.getType(content.typeCondition.name.value);
      if (content)
        least = Math.min(
          least,
          this.ageOf(content.selectionSet, isCompositeType(condition) ? condition : type, inherited),
        );
    }
    return least;
  }

  private ageOfField(node: FieldNode, parent: GraphQLCompositeType, inherited: number | undefined): number {
    const { value: name } = node.name;
    if (name === '__typename') return LONGEST;
    // What is asked of an interface is answered by an object, whose own type may say more.
    const objects = this.objectsOf(parent);
    const parents = isInterfaceType(parent) ? [parent, ...objects] : objects;
    if (parents.length === 0) return NEVER;
    return Math.min(...parents.map((type) => this.ageIn(type, node, inherited)));
  }

  private ageIn(
    parent: GraphQLCompositeType,
    { name, selectionSet }: FieldNode,
    inherited: number | undefined,
  ): number {
    const field = 'getFields' in parent ? parent.getFields()[name.value] : undefined;
    if (!field || this.requirements.ofField(parent.name, name.value)) return NEVER;
    const type = getNamedType(field.type);
    const hint = this.hints.ofField(parent.name, name.value);
    if (!isCompositeType(type)) {
      // An entity's fields are spoken of one by one: what nothing is said of is not meant by the field that leads to it.
      const isEntity = this.hints.keyFields(parent.name).size > 0;
      const usual = isEntity ? this.hints.ofType(parent.name)?.maxAge : inherited;
      return ageBy([hint], inherited) ?? usual ?? NEVER;
    }
    const objects = this.objectsOf(type);
    if (objects.some((object) => this.requirements.ofObject(object.name)) || !selectionSet) return NEVER;
    for (const object of objects) this.types.add(object.name);
    const age = ageBy([hint, this.hints.ofType(type.name)], inherited) ?? NEVER;
    return age === NEVER ? NEVER : Math.min(age, this.ageOf(selectionSet, type, age));
  }

  private objectsOf(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    if (isObjectType(type)) return [type];
    return isAbstractType(type) ? this.supergraph.schema.getPossibleTypes(type) : [];
  }
}

/** What the first of the hints that says something allows. */
function ageBy(hints: readonly (CacheHint | undefined)[], inherited: number | undefined): number | undefined {
  if (hints.some((hint) => hint?.isPrivate)) return NEVER;
  for (const hint of hints) {
    if (hint?.maxAge !== undefined) return Math.min(hint.maxAge, LONGEST);
    if (hint?.inheritsMaxAge) return inherited ?? NEVER;
  }
  return undefined;
}
