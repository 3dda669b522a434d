import { baseType, collectTargetFields, isCompositeType } from '@apollo/federation-internals';
import type { CompositeType, FieldDefinition, NamedType } from '@apollo/federation-internals';
import { parse, print, visit } from 'graphql';
import type { AnyElement, Application } from './applications.ts';

type FieldDirective = Parameters<typeof collectTargetFields>[0]['directive'];

/** Coordinates of all fields that a set of fields (`@key`, `@requires`, `@provides`) names, starting from a type. */
export function selectedCoordinates(parentType: CompositeType, directive: Application): string[] {
  const targets = attempt(() =>
    collectTargetFields({
      parentType,
      directive: directive as FieldDirective,
      includeInterfaceFieldsImplementations: true,
      validate: false,
    }),
  );
  return [...new Set((targets ?? []).map(({ coordinate }) => coordinate))];
}

/** The type whose fields a `@provides` names: what its field returns. */
export function returnedType(field: FieldDefinition<CompositeType>): CompositeType | undefined {
  const type: NamedType | undefined = field.type && baseType(field.type);
  return type && isCompositeType(type) ? type : undefined;
}

/** A set of fields in one way of writing it: `{ id owner { id } }`, names in order. */
export function normalised(fields: unknown): string {
  const text = String(fields).trim();
  const document = attempt(() => parse(text.startsWith('{') ? text : `{${text}}`, { noLocation: true }));
  if (!document) return text;
  const sorted = visit(document, {
    SelectionSet: {
      leave: (node) => ({
        ...node,
        selections: node.selections.toSorted((one, other) => (print(one) < print(other) ? -1 : 1)),
      }),
    },
  });
  return print(sorted).replace(/\s+/g, ' ').trim();
}

/** Whether an element is a field of an object or interface type. */
export function isField(element: AnyElement): element is FieldDefinition<CompositeType> {
  return 'kind' in element && element.kind === 'FieldDefinition';
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
