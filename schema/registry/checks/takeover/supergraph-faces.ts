import { LRUCache } from 'lru-cache';
import { Kind, parse, print } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DirectiveDefinitionNode,
  DocumentNode,
  EnumTypeDefinitionNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  StringValueNode,
  TypeDefinitionNode,
} from 'graphql';

/** What a supergraph says of an element. */
export interface ElementFace {
  /** What it is: type, arguments, directives, who answers it. */
  substance: string;
  /** How it is described. */
  text: string;
  /** Whether it is a value of an enum or a member of a union: one more of them is a change of the type. */
  isMember: boolean;
}

type Faces = Map<string, ElementFace>;

/**
 * What a supergraph says of each element: what clients see of it, what directives it has, and which subgraphs answer it. What one subgraph says of itself (that it
 * has the type too, by which key) is left out.
 */
export function facesOf(supergraphSdl: string, exceptSubgraph: string): Map<string, ElementFace> {
  const { definitions } = documentOf(supergraphSdl);
  const graph = enumValueOf(exceptSubgraph, definitions);
  const faces: Faces = new Map();
  for (const node of definitions) {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) addDirective(node, faces);
    else if (isType(node) && !/^(join|link)__/.test(node.name.value)) addType(node, new Face(graph), faces);
  }
  return faces;
}

/** The one before and the one after: all subgraphs of one change ask for both. */
const documents = new LRUCache<string, DocumentNode>({ max: 2 });

function documentOf(sdl: string): DocumentNode {
  const document = documents.get(sdl) ?? parse(sdl, { noLocation: true });
  documents.set(sdl, document);
  return document;
}

/** Writes an element the same way every time, without what concerns the subgraph that changes. */
class Face {
  private readonly graph: string | undefined;

  constructor(graph: string | undefined) {
    this.graph = graph;
  }

  directives(nodes: readonly ConstDirectiveNode[] = []): string {
    return nodes
      .filter((node) => node.name.value !== 'join__field' && !this.isOwnPart(node))
      .map((node) => print(node))
      .toSorted()
      .join(' ');
  }

  input({ type, defaultValue, directives, name }: InputValueDefinitionNode): string {
    const value = defaultValue ? ` = ${print(defaultValue)}` : '';
    return `${name.value}: ${print(type)}${value} ${this.directives(directives)}`.trim();
  }

  field({ type, arguments: args, directives = [] }: FieldDefinitionNode, holders: readonly string[]): string {
    const inputs = (args ?? []).map((arg) => this.input(arg)).toSorted();
    const joins = directives.filter(({ name }) => name.value === 'join__field');
    return `(${inputs.join(', ')}): ${print(type)} ${this.answeredBy(joins, holders)} ${this.directives(directives)}`;
  }

  /** Subgraphs that have the type, besides the one that changes. */
  holders(node: TypeDefinitionNode): string[] {
    const joins = (node.directives ?? []).filter(({ name }) => name.value === 'join__type');
    return [...new Set(joins.flatMap((join) => graphOf(join) ?? []))].filter((graph) => graph !== this.graph);
  }

  /** A field without `@join__field` is answered by all subgraphs that have its type. */
  private answeredBy(joins: readonly ConstDirectiveNode[], holders: readonly string[]): string {
    const all = joins.length === 0 ? holders : joins.filter((join) => graphOf(join) !== this.graph).map(partOf);
    return `from ${[...new Set(all)].toSorted().join(', ')}`;
  }

  /** That the changing subgraph has the type; that it resolves a field is for the rules that know keys. */
  private isOwnPart(node: ConstDirectiveNode): boolean {
    if (this.graph === undefined || !/^join__(type|implements|unionMember|enumValue)$/.test(node.name.value))
      return false;
    return graphOf(node) === this.graph;
  }
}

/** The subgraph that a directive of the supergraph speaks of. */
function graphOf({ arguments: args }: ConstDirectiveNode): string | undefined {
  const value = args?.find(({ name }) => name.value === 'graph')?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}

/** `IDENTITY`, with what else is said of its part; what the subgraph calls the type is its own affair. */
function partOf(join: ConstDirectiveNode): string {
  const said = (join.arguments ?? [])
    .filter(({ name }) => name.value !== 'graph' && name.value !== 'type')
    .map((arg) => print(arg));
  return [graphOf(join) ?? 'nobody', ...said.toSorted()].join(' ');
}

function addType(node: TypeDefinitionNode, face: Face, faces: Faces): void {
  const type = node.name.value;
  const parts = [node.kind.replace('TypeDefinition', ''), face.directives(node.directives)];
  if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
    const holders = face.holders(node);
    parts.push(
      (node.interfaces ?? [])
        .map(({ name }) => name.value)
        .toSorted()
        .join(' & '),
    );
    for (const field of node.fields ?? [])
      faces.set(`${type}.${field.name.value}`, faceOf(field, face.field(field, holders)));
  } else if (node.kind === Kind.UNION_TYPE_DEFINITION) {
    for (const { name } of node.types ?? []) faces.set(`${type}.${name.value}`, { ...memberFace, substance: 'member' });
  } else if (node.kind === Kind.ENUM_TYPE_DEFINITION) {
    for (const value of node.values ?? []) {
      faces.set(`${type}.${value.name.value}`, {
        ...faceOf(value, `value ${face.directives(value.directives)}`),
        isMember: true,
      });
    }
  } else if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    for (const field of node.fields ?? []) faces.set(`${type}.${field.name.value}`, faceOf(field, face.input(field)));
  }
  faces.set(type, faceOf(node, parts.join(' ')));
}

const memberFace = { text: '', isMember: true };

function faceOf(
  node: { description?: StringValueNode; arguments?: readonly InputValueDefinitionNode[] },
  substance: string,
): ElementFace {
  const texts = [node, ...(node.arguments ?? [])].map(({ description }) => description?.value ?? '');
  return { substance: substance.replace(/\s+/g, ' ').trim(), text: texts.join('\n'), isMember: false };
}

function addDirective(node: DirectiveDefinitionNode, faces: Faces): void {
  const locations = node.locations.map(({ value }) => value).toSorted();
  const inputs = (node.arguments ?? []).map((arg) => print({ ...arg, description: undefined }));
  faces.set(`@${node.name.value}`, faceOf({}, `(${inputs.join(', ')}) on ${locations.join(' | ')}`));
}

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition');
}

/** `join__Graph`'s name for a subgraph. */
function enumValueOf(subgraph: string, definitions: readonly DefinitionNode[]): string | undefined {
  const graphs = definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  return graphs?.values?.find((value) =>
    value.directives?.some((directive) =>
      directive.arguments?.some(
        ({ name, value: given }) => name.value === 'name' && given.kind === Kind.STRING && given.value === subgraph,
      ),
    ),
  )?.name.value;
}
