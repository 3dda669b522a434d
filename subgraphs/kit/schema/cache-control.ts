import { Kind, parse, type DefinitionNode, type DirectiveNode, type DocumentNode } from 'graphql';

/**
 * `@cacheControl` for a type or field whose data is everybody's: the gateway keeps it for so long. On an entity it counts for the fields that
 * this subgraph gives it; on any other type for all fields that return it.
 * @param seconds after which a change is seen at the latest
 */
export const publicFor = (seconds: number): string => `@cacheControl(maxAge: ${seconds})`;

/** `@cacheControl` for a part that is public where the whole is, and for as long. */
export const publicAsParent = '@cacheControl(inheritMaxAge: true)';

/**
 * The directive has a specification of its own, since composition drops what none stands behind. The name of the enum belongs to it, so that
 * clients do not see it.
 */
const specification = `extend schema
  @link(url: "https://specs.amtgraph.example/cacheControl/v0.1", import: ["@cacheControl"])
  @federation__composeDirective(name: "@cacheControl")

"""For how long data may be kept, and whether it is everybody's. The gateway keeps what is public."""
directive @cacheControl(
  """Seconds; 0 for never."""
  maxAge: Int
  """PUBLIC unless told."""
  scope: cacheControl__Scope
  """As long as the object that it is part of."""
  inheritMaxAge: Boolean
) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION

"""Whose data it is."""
enum cacheControl__Scope {
  """Everybody's."""
  PUBLIC
  """The caller's."""
  PRIVATE
}
`;

/** The definitions, with those of `@cacheControl` where it is used. */
export function withCacheControl(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map(toFields);
  const isUsed = document.definitions.some((node) => 'directives' in node && usesHints(node));
  return { ...document, definitions: isUsed ? [...parse(specification).definitions, ...definitions] : definitions };
}

/** An entity's hint stands at its fields: at the type, composition would make it one for the fields of all subgraphs. */
function toFields(node: DefinitionNode): DefinitionNode {
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return node;
  const hint = hintOf(node.directives);
  if (!hint || !node.directives?.some(({ name }) => name.value === 'key')) return node;
  return {
    ...node,
    directives: node.directives.filter((directive) => directive !== hint),
    fields: (node.fields ?? []).map((field) =>
      hintOf(field.directives) ? field : { ...field, directives: [...(field.directives ?? []), hint] },
    ),
  };
}

function usesHints(node: DefinitionNode): boolean {
  const own = 'directives' in node ? node.directives : [];
  const fields =
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION ? node.fields : [];
  return [own, ...(fields ?? []).map(({ directives }) => directives)].some(
    (directives) => hintOf(directives) !== undefined,
  );
}

function hintOf<Node extends DirectiveNode>(directives: readonly Node[] = []): Node | undefined {
  return directives.find(({ name }) => name.value === 'cacheControl');
}
