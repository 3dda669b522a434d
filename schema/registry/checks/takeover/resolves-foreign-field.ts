import { isFederationField, isInterfaceType, isObjectType } from '@apollo/federation-internals';
import type { FieldDefinition, InterfaceType, ObjectType, Subgraph } from '@apollo/federation-internals';
import { placeOf, type Remark } from '../finding.ts';
import { applicationsAt } from '../subgraph/applications.ts';
import { normalised, selectedCoordinates } from '../subgraph/field-sets.ts';
import { keysAt, sharedKeys } from './keys.ts';
import { named, type TakeoverContext, type TakeoverRule } from './rule.ts';

/**
 * Threat: a field of another's entity or of the root that is defined once more answers in the place of the owner; `@shareable` on one side is
 * enough where the other side is of Federation 1, or shares the field with its own subgraphs. Rule: the owner agrees, except for
 * fields of a key that the owner published, and for types without identity (`Money`) that the owner itself marked as shared.
 */
export const resolvesForeignField: TakeoverRule = (context) =>
  context.subgraph.schema.types().flatMap((type) => {
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    const isAllowed = allowedFields(type, context);
    return type
      .fields()
      .filter((field) => !isFederationField(field) && !context.subgraph.metadata().isFieldExternal(field))
      .flatMap((field) => (isAllowed(field) ? [] : remarkOn(field, context)));
  });

function remarkOn(field: FieldDefinition<ObjectType | InterfaceType>, { input, owners }: TakeoverContext): Remark[] {
  const { coordinate } = field;
  const approvableBy = owners.othersAt(coordinate);
  if (approvableBy.length === 0) return [];
  return [
    {
      code: 'RESOLVES_FOREIGN_FIELD',
      severity: 'error',
      message: `${input.subgraph} would answer ${coordinate}, which belongs to ${named(input, approvableBy)}.`,
      why: 'Wherever the field is asked for, this subgraph could be asked in place of the owner.',
      remedy: `Mark the field as @external or leave it out, or ask ${named(input, approvableBy)} to approve.`,
      coordinate,
      approvableBy,
      ...placeOf(input.subgraph, field.sourceAST),
    },
  ];
}

type Allowed = (field: FieldDefinition<ObjectType | InterfaceType>) => boolean;

function allowedFields(type: ObjectType | InterfaceType, context: TakeoverContext): Allowed {
  const { subgraph, owners } = context;
  if (isObjectType(type) && type.isRootType()) return () => false;
  const holders = owners.subgraphsOf(type.name, owners.othersAt(type.name));
  const ofKeys = new Set(sharedKeys(type, subgraph, holders).flatMap((key) => selectedCoordinates(type, key)));
  const isEntity = keysAt(subgraph, type).length > 0 || holders.some((holder) => keysOf(holder, type.name).length > 0);
  return (field) => ofKeys.has(field.coordinate) || (!isEntity && isSharedByOwner(field, holders));
}

function keysOf(subgraph: Subgraph, typeName: string): string[] {
  const type = subgraph.schema.type(typeName);
  return type ? keysAt(subgraph, type).map((key) => normalised(key.arguments().fields)) : [];
}

/** By the owner's own word: what the library infers for Federation 1 is nobody's word. Interfaces only describe. */
function isSharedByOwner(field: FieldDefinition<ObjectType | InterfaceType>, holders: readonly Subgraph[]): boolean {
  if (isInterfaceType(field.parent)) return true;
  return holders.some((holder) => {
    const type = holder.schema.type(field.parent.name);
    const theirs = type && isObjectType(type) ? type.field(field.name) : undefined;
    if (!type || !theirs || !holder.isFed2Subgraph()) return false;
    return [type, theirs].some(
      (element) => applicationsAt(holder, element, (metadata) => metadata.shareableDirective()).length > 0,
    );
  });
}
