import { Kind } from 'graphql';
import type {
  ConstDirectiveNode,
  DefinitionNode,
  DirectiveDefinitionNode,
  DocumentNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  NamedTypeNode,
} from 'graphql';
import { directiveName, isFeatureName } from './linked-features.ts';
import type { LinkedFeature } from './linked-features.ts';
import { forOperations, namedType, operationDirectives } from './operation-directives.ts';
import type { OperationDirectives } from './operation-directives.ts';

const INACCESSIBLE = 'https://specs.apollo.dev/inaccessible';

/** Directives for incremental delivery are the gateway's own to offer, whatever a subgraph defined. */
const GATEWAY_DIRECTIVES = new Set(['defer', 'stream']);

/**
 * The document of the API schema: a supergraph without what its linked features define and without everything `@inaccessible`.
 * Composition has made sure that nothing visible refers to what is hidden; a reference that is left all the same goes too.
 */
export function apiDocument(supergraph: DocumentNode, features: readonly LinkedFeature[]): DocumentNode {
  return new ApiDocument(supergraph, features).document();
}

interface Described {
  readonly directives?: readonly ConstDirectiveNode[];
}

class ApiDocument {
  private readonly supergraph: DocumentNode;
  private readonly features: readonly LinkedFeature[];
  private readonly inaccessible: string | undefined;
  private readonly hiddenTypes: Set<string>;
  private readonly forClients: OperationDirectives;

  constructor(supergraph: DocumentNode, features: readonly LinkedFeature[]) {
    this.supergraph = supergraph;
    this.features = features;
    this.inaccessible = directiveName(INACCESSIBLE, 'inaccessible', features);
    this.forClients = operationDirectives(supergraph, features);
    this.hiddenTypes = new Set(
      supergraph.definitions.flatMap((node) =>
        'name' in node && node.name && (this.isFeatureType(node.name.value) || this.isInaccessible(node))
          ? [node.name.value]
          : [],
      ),
    );
  }

  document(): DocumentNode {
    return { kind: Kind.DOCUMENT, definitions: this.supergraph.definitions.flatMap((node) => this.definition(node)) };
  }

  private definition(node: DefinitionNode): DefinitionNode[] {
    if (node.kind === Kind.DIRECTIVE_DEFINITION) return this.directive(node);
    if ('name' in node && node.name && this.hiddenTypes.has(node.name.value)) return [];
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      return [{ ...this.cleaned(node), interfaces: this.names(node.interfaces), fields: this.fields(node.fields) }];
    }
    if (node.kind === Kind.UNION_TYPE_DEFINITION) return [{ ...this.cleaned(node), types: this.names(node.types) }];
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) return [{ ...this.cleaned(node), values: this.visible(node.values) }];
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      return [{ ...this.cleaned(node), fields: this.inputs(node.fields) }];
    }
    if (node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCALAR_TYPE_DEFINITION) return [this.cleaned(node)];
    return [];
  }

  private directive(node: DirectiveDefinitionNode): DirectiveDefinitionNode[] {
    const { value: name } = node.name;
    if (GATEWAY_DIRECTIVES.has(name)) return [];
    const visible = { ...node, arguments: this.inputs(node.arguments) };
    if (this.forClients.directives.has(name)) return [forOperations(visible)];
    return isFeatureName(`@${name}`, this.features) ? [] : [visible];
  }

  private isFeatureType(name: string): boolean {
    return isFeatureName(name, this.features) && !this.forClients.types.has(name);
  }

  private fields(nodes: readonly FieldDefinitionNode[] | undefined): FieldDefinitionNode[] {
    return this.visible(nodes)
      .filter((field) => !this.hiddenTypes.has(namedType(field.type)))
      .map((field) => ({ ...field, arguments: this.inputs(field.arguments) }));
  }

  private inputs(nodes: readonly InputValueDefinitionNode[] | undefined): InputValueDefinitionNode[] {
    return this.visible(nodes).filter((input) => !this.hiddenTypes.has(namedType(input.type)));
  }

  private names(nodes: readonly NamedTypeNode[] | undefined): NamedTypeNode[] {
    return (nodes ?? []).filter((node) => !this.hiddenTypes.has(node.name.value));
  }

  private visible<Node extends Described>(nodes: readonly Node[] | undefined): Node[] {
    return (nodes ?? []).filter((node) => !this.isInaccessible(node)).map((node) => this.cleaned(node));
  }

  /** Without the features' directives; `@deprecated`, `@specifiedBy` and subgraphs' own ones stay. */
  private cleaned<Node extends Described>(node: Node): Node {
    const directives = (node.directives ?? []).filter(
      (directive) => !isFeatureName(`@${directive.name.value}`, this.features),
    );
    return { ...node, directives };
  }

  private isInaccessible(node: object): boolean {
    const directives = 'directives' in node && Array.isArray(node.directives) ? node.directives : [];
    return directives.some((directive: ConstDirectiveNode) => directive.name.value === this.inaccessible);
  }
}
