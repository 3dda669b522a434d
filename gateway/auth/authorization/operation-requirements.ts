import { getNamedType, isCompositeType, isInterfaceType, isObjectType, Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import type { GraphRequirements } from './graph-requirements.ts';
import type { Requirement } from './requirement.ts';

/** Everything that anybody could need for an operation, each requirement once. Most operations have a handful. */
export function operationRequirements(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  requirements: GraphRequirements,
): Requirement[] {
  const collector = new Collector(document, requirements);
  const root = requirements.apiSchema.getRootType(operation.operation);
  if (root) collector.within(operation.selectionSet, root);
  return [...collector.found.values()];
}

class Collector {
  readonly found = new Map<string, Requirement>();
  private readonly requirements: GraphRequirements;
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private readonly seen = new Set<FragmentDefinitionNode>();

  constructor(document: DocumentNode, requirements: GraphRequirements) {
    this.requirements = requirements;
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    }
  }

  within({ selections }: SelectionSetNode, type: GraphQLCompositeType): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const inner = this.field(type, selection.name.value);
        if (inner && selection.selectionSet) this.within(selection.selectionSet, inner);
        continue;
      }
      const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.unseen(selection.name.value);
      const condition = content?.typeCondition && this.requirements.apiSchema.getType(content.typeCondition.name.value);
      if (content) this.within(content.selectionSet, isCompositeType(condition) ? condition : type);
    }
  }

  /** @returns what the field gives, when that has fields */
  private field(parent: GraphQLCompositeType, name: string): GraphQLCompositeType | undefined {
    if (!isObjectType(parent) && !isInterfaceType(parent)) return undefined;
    const field = parent.getFields()[name];
    if (!field) return undefined;
    this.add(this.requirements.ofField(parent.name, name));
    for (const type of this.requirements.possibleTypes(parent.name))
      this.add(this.requirements.ofField(type.name, name));
    for (const type of this.requirements.valuesOf(parent.name, name)) this.add(this.requirements.ofObject(type.name));
    const type = getNamedType(field.type);
    return isCompositeType(type) ? type : undefined;
  }

  private unseen(name: string): FragmentDefinitionNode | undefined {
    const fragment = this.fragments.get(name);
    if (!fragment || this.seen.has(fragment)) return undefined;
    this.seen.add(fragment);
    return fragment;
  }

  private add(requirement: Requirement | undefined): void {
    if (requirement) this.found.set(requirement.key, requirement);
  }
}
