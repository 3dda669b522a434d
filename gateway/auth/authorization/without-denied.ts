import { getNamedType, isAbstractType, isCompositeType, isInterfaceType, isObjectType, Kind } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLObjectType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { Denials } from './access.ts';

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * A document from which everything denied is gone, so that no subgraph is asked for it. A field of an interface that only some types
 * deny is asked for on the others, and objects of abstract types say of which type they are. Selection sets may become empty.
 */
export function withoutDenied(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  denials: Denials,
): { document: DocumentNode; operation: OperationDefinitionNode } {
  const rewriter = new Rewriter(schema, denials);
  const rewritten = rewriter.operation(operation);
  const definitions = document.definitions.flatMap((node) => {
    if (node === operation) return rewritten;
    return node.kind === Kind.FRAGMENT_DEFINITION ? rewriter.fragment(node) : [];
  });
  return { document: { ...document, definitions }, operation: rewritten };
}

class Rewriter {
  private readonly schema: GraphQLSchema;
  private readonly denials: Denials;

  constructor(schema: GraphQLSchema, denials: Denials) {
    this.schema = schema;
    this.denials = denials;
  }

  operation(node: OperationDefinitionNode): OperationDefinitionNode {
    const root = this.schema.getRootType(node.operation);
    return root ? { ...node, selectionSet: this.within(node.selectionSet, root) } : node;
  }

  fragment(node: FragmentDefinitionNode): FragmentDefinitionNode {
    const type = this.schema.getType(node.typeCondition.name.value);
    return isCompositeType(type) ? { ...node, selectionSet: this.within(node.selectionSet, type) } : node;
  }

  private within(selectionSet: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode {
    if (isObjectType(type) && this.denials.object(type.name)) return { ...selectionSet, selections: [] };
    const selections = selectionSet.selections.flatMap((selection) => this.selection(selection, type));
    return { ...selectionSet, selections: isAbstractType(type) ? [TYPENAME, ...selections] : selections };
  }

  private selection(selection: SelectionNode, type: GraphQLCompositeType): SelectionNode[] {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    if (selection.kind === Kind.FIELD) return this.field(selection, type);
    const condition = selection.typeCondition && this.schema.getType(selection.typeCondition.name.value);
    const inner = isCompositeType(condition) ? condition : type;
    return [{ ...selection, selectionSet: this.within(selection.selectionSet, inner) }];
  }

  private field(node: FieldNode, parent: GraphQLCompositeType): SelectionNode[] {
    const name = node.name.value;
    if (name.startsWith('__') || !('getFields' in parent)) return [node];
    const isDenied = this.denials.field(parent.name, name) !== undefined;
    if (!isDenied) return [this.withInner(node, parent)];
    if (!isInterfaceType(parent)) return [];
    return this.schema
      .getPossibleTypes(parent)
      .filter((type) => !this.denials.object(type.name) && !this.denials.field(type.name, name))
      .map((type) => onType(type, this.withInner(node, type)));
  }

  private withInner(node: FieldNode, parent: Exclude<GraphQLCompositeType, { getTypes(): unknown }>): FieldNode {
    const field = parent.getFields()[node.name.value];
    const type = field && getNamedType(field.type);
    return node.selectionSet && isCompositeType(type)
      ? { ...node, selectionSet: this.within(node.selectionSet, type) }
      : node;
  }
}

function onType(type: GraphQLObjectType, selection: SelectionNode): SelectionNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
    selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
  };
}
