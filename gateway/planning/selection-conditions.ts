import { Kind, visit } from 'graphql';
import type { ASTNode, ConstDirectiveNode, DirectiveNode, FieldNode, SelectionNode, SelectionSetNode } from 'graphql';

/** What `@include` and `@skip` demand: the name of a variable that must be true, or `!` and the name of one that must be false. */
export function conditionTexts(directives: readonly DirectiveNode[] = []): string[] {
  return directives.flatMap(({ name, arguments: given }) => {
    const value = given?.[0]?.value;
    if (value?.kind !== Kind.VARIABLE || !/^(?:include|skip)$/.test(name.value)) return [];
    return [name.value === 'include' ? value.name.value : `!${value.name.value}`];
  });
}

/** The variables that `@include` and `@skip` around a selection name. */
export class SelectionConditions {
  private readonly include: readonly string[];
  private readonly skip: readonly string[];
  private readonly known: ReadonlyMap<string, boolean>;

  private constructor(include: readonly string[], skip: readonly string[], known: ReadonlyMap<string, boolean>) {
    this.include = include;
    this.skip = skip;
    this.known = known;
  }

  /** No conditions. @param known variables whose value is known already, so that they are no condition any more */
  static none(known: ReadonlyMap<string, boolean>): SelectionConditions {
    return new SelectionConditions([], [], known);
  }

  /** With those of one more selection; undefined when they can never hold. */
  and(directives: readonly DirectiveNode[] | undefined): SelectionConditions | undefined {
    if (!directives || directives.length === 0) return this;
    const include = new Set(this.include);
    const skip = new Set(this.skip);
    for (const directive of directives) {
      const isInclude = directive.name.value === 'include';
      if (!isInclude && directive.name.value !== 'skip') continue;
      const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
      const variable = value?.kind === Kind.VARIABLE ? value.name.value : '';
      const literal = value?.kind === Kind.BOOLEAN ? value.value : this.known.get(variable);
      if (literal === undefined) (isInclude ? include : skip).add(variable);
      else if (literal !== isInclude) return undefined;
    }
    for (const variable of include) if (skip.has(variable)) return undefined;
    return new SelectionConditions([...include], [...skip], this.known);
  }

  /** A field that hangs on these conditions. A directive cannot be repeated: more than one variable takes fragments around. */
  applyTo(field: FieldNode): SelectionNode[] {
    const rounds = Math.max(this.include.length, this.skip.length, 1);
    let selection: SelectionNode = { ...field, directives: [...(field.directives ?? []), ...this.round(0)] };
    for (let round = 1; round < rounds; round++) {
      const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [selection] };
      selection = { kind: Kind.INLINE_FRAGMENT, directives: this.round(round), selectionSet };
    }
    return [selection];
  }

  private round(index: number): DirectiveNode[] {
    return [...directive('include', this.include[index]), ...directive('skip', this.skip[index])];
  }
}

function directive(name: 'include' | 'skip', variable: string | undefined): DirectiveNode[] {
  if (variable === undefined) return [];
  const value = { kind: Kind.VARIABLE as const, name: { kind: Kind.NAME as const, value: variable } };
  const node: Omit<ConstDirectiveNode, 'arguments'> = {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
  };
  return [{ ...node, arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'if' }, value }] }];
}

/** The variables that `@include` and `@skip` name anywhere below these nodes. */
export function conditionVariables(nodes: Iterable<ASTNode>): string[] {
  const variables = new Set<string>();
  for (const node of nodes) {
    visit(node, {
      Directive({ name, arguments: given }) {
        const value = given?.[0]?.value;
        if (value?.kind === Kind.VARIABLE && /^(?:include|skip)$/.test(name.value)) variables.add(value.name.value);
      },
    });
  }
  return [...variables].toSorted();
}
