import { Kind, parse, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, GraphQLSchema } from 'graphql';
import { linkedFeatures } from '../supergraph/linked-features.ts';

/** What `@cacheControl` says at one place. */
export interface CacheHint {
  /** Seconds; undefined where only something else is said. */
  maxAge: number | undefined;
  isPrivate: boolean;
  inheritsMaxAge: boolean;
}

/** Something of a schema that may carry directives. */
interface Described {
  readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;
}

type Arguments = Readonly<Record<string, unknown>>;

/**
 * What a supergraph says about keeping its data: `@cacheControl`, which subgraphs compose into it from a linked specification of any
 * address, as long as that calls it so.
 * @see https://www.apollographql.com/docs/apollo-server/performance/caching (the meaning of its arguments)
 */
export class CacheHints {
  private readonly schema: GraphQLSchema;
  private readonly directive: string | undefined;
  private readonly joinType: string;

  constructor(schema: GraphQLSchema) {
    const definitions = [schema.astNode, ...schema.extensionASTNodes].filter((node) => !!node);
    const features = linkedFeatures({ kind: Kind.DOCUMENT, definitions });
    const imported = features.find(({ imports }) => imports.has('@cacheControl'))?.imports.get('@cacheControl');
    const join = features.find(({ identity }) => identity.endsWith('/join'))?.nameInSchema ?? 'join';
    this.schema = schema;
    this.directive = imported?.slice(1);
    this.joinType = `${join}__type`;
  }

  /** Whether there is nothing to read: no subgraph composed the directive. */
  get isEmpty(): boolean {
    return this.directive === undefined;
  }

  ofField(type: string, field: string): CacheHint | undefined {
    const found = this.schema.getType(type);
    if (!found || !('getFields' in found)) return undefined;
    const { [field]: described } = found.getFields() as Record<string, Described>;
    return described && this.on(described);
  }

  /**
   * What holds for all fields that give the type, and for its fields. It counts only where one subgraph alone has the type: composition puts
   * the directives of all subgraphs into one place, and what one says of its part must not keep the data of another.
   */
  ofType(name: string): CacheHint | undefined {
    const type: Described | undefined = this.schema.getType(name);
    if (!type) return undefined;
    const graphs = new Set(this.joins(type).map(({ graph }) => graph));
    return graphs.size > 1 ? undefined : this.on(type);
  }

  /** Names of the fields that are a key of the type, or part of one, in any subgraph. */
  keyFields(name: string): ReadonlySet<string> {
    const type: Described | undefined = this.schema.getType(name);
    const keys = type ? this.joins(type).map(({ key }) => key) : [];
    return new Set(keys.flatMap((key) => (typeof key === 'string' ? outerFields(key) : [])));
  }

  private joins(type: Described): Arguments[] {
    const directives = type.astNode?.directives ?? [];
    return directives.filter(({ name }) => name.value === this.joinType).map(argumentsOf);
  }

  private on({ astNode }: Described): CacheHint | undefined {
    const directive = astNode?.directives?.find(({ name }) => name.value === this.directive);
    if (!directive) return undefined;
    const { maxAge, scope, inheritMaxAge } = argumentsOf(directive);
    return {
      maxAge: typeof maxAge === 'number' && maxAge >= 0 ? maxAge : undefined,
      // `PUBLIC` is what it means when nothing is said.
      isPrivate: scope !== undefined && scope !== null && scope !== 'PUBLIC',
      inheritsMaxAge: inheritMaxAge === true,
    };
  }
}

function argumentsOf(directive: ConstDirectiveNode): Arguments {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

/** `id owner { id }` has `id` and `owner`. */
function outerFields(key: string): string[] {
  const [query] = parse(`{${key}}`, { noLocation: true }).definitions;
  if (query?.kind !== Kind.OPERATION_DEFINITION) return [];
  return query.selectionSet.selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));
}
