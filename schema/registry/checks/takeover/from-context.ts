import { isCompositeType } from '@apollo/federation-internals';
import type { NamedType } from '@apollo/federation-internals';
import { Kind, parse } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import { placeOf } from '../finding.ts';
import { applicationsOf, coordinateOf } from '../subgraph/applications.ts';
import { returnedType } from '../subgraph/field-sets.ts';
import { named, type TakeoverContext, type TakeoverRule } from './rule.ts';

/**
 * Threat: `@fromContext` hands a field of an object further up to an argument here; with the object being another's, it is `@requires` by
 * another name. Rule: as there.
 */
export const readsForeignContext: TakeoverRule = (context) =>
  applicationsOf(context.subgraph, (metadata) => metadata.fromContextDirective()).flatMap((application) => {
    const argument = coordinateOf(application.parent) ?? '';
    const fields = contextFields(application.arguments().field, context);
    return fields.flatMap((coordinate) => {
      const approvableBy = context.owners.othersAt(coordinate);
      if (approvableBy.length === 0) return [];
      return {
        code: 'READS_FOREIGN_CONTEXT',
        severity: 'error' as const,
        message: `${argument} would be sent ${coordinate}, which belongs to ${named(context.input, approvableBy)}.`,
        why: 'The gateway would fetch this from its owner and pass it to this subgraph for everybody who asks for the field.',
        remedy: `Work without ${coordinate}, or ask ${named(context.input, approvableBy)} to approve.`,
        coordinate: argument,
        detail: coordinate,
        approvableBy,
        ...placeOf(context.input.subgraph, application.sourceAST),
      };
    });
  });

/** `$owner { name address { city } }`, from every type that carries `@context(name: "owner")`. */
function contextFields(text: string, { subgraph }: TakeoverContext): string[] {
  const [, name, selection] = /^\s*\$(\w+)\s*(.*)$/s.exec(text) ?? [];
  if (!selection) return [];
  const types = applicationsOf(subgraph, (metadata) => metadata.contextDirective())
    .filter((application) => application.arguments().name === name)
    .flatMap(({ parent }) => subgraph.schema.types().filter((type) => type === parent));
  const document = attempt(() =>
    parse(selection.startsWith('{') ? selection : `{ ${selection} }`, { noLocation: true }),
  );
  const [operation] = document?.definitions ?? [];
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return types.flatMap((type) => walked(type, operation.selectionSet, subgraph.schema.types()));
}

function walked(type: NamedType, { selections }: SelectionSetNode, types: readonly NamedType[]): string[] {
  if (!isCompositeType(type)) return [];
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = types.find(({ name }) => name === selection.typeCondition?.name.value);
      return walked(condition ?? type, selection.selectionSet, types);
    }
    const field = type.field(selection.name.value);
    if (!field) return [];
    const next = returnedType(field);
    const inner = next && selection.selectionSet ? walked(next, selection.selectionSet, types) : [];
    return [field.coordinate, ...inner];
  });
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
