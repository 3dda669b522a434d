import { isCompositeType } from '@apollo/federation-internals';
import type { CompositeType, FieldDefinition, Subgraph } from '@apollo/federation-internals';
import { placeOf, type Remark } from '../finding.ts';
import { applicationsOf, type Application } from '../subgraph/applications.ts';
import { isField, returnedType, selectedCoordinates } from '../subgraph/field-sets.ts';
import { protectionsAt, written } from '../subgraph/protections.ts';
import { sharedKeys } from './keys.ts';
import { named, type TakeoverContext, type TakeoverRule } from './rule.ts';

/**
 * Threat: `@requires` makes the gateway fetch another's fields and send them here, also such as the caller has not asked for. Rule: each
 * field that leaves its owner this way does so with the owner's word, protected or not.
 */
export const requiresForeignField: TakeoverRule = (context) =>
  applicationsOf(context.subgraph, (metadata) => metadata.requiresDirective()).flatMap((application) => {
    const field = application.parent;
    if (!isField(field)) return [];
    return foreignSelections(field.parent, application, context).map((foreign) =>
      leaves(field, foreign, application, context),
    );
  });

/** `@provides` answers another's fields on one way through the graph. */
export const providesForeignField: TakeoverRule = (context) =>
  applicationsOf(context.subgraph, (metadata) => metadata.providesDirective()).flatMap((application) => {
    const field = application.parent;
    const type = isField(field) ? returnedType(field) : undefined;
    if (!isField(field) || !type) return [];
    return foreignSelections(type, application, context).map(({ coordinate, owners }) => ({
      code: 'PROVIDES_FOREIGN_FIELD',
      severity: 'error' as const,
      message: `${field.coordinate} would answer ${coordinate} with @provides, which belongs to ${named(context.input, owners)}.`,
      why: 'Behind this field the answers of this subgraph would stand for those of the owner.',
      remedy: `Leave @provides out: the gateway asks the owner. Or ask ${named(context.input, owners)} to approve.`,
      coordinate: field.coordinate,
      detail: coordinate,
      approvableBy: owners,
      ...placeOf(context.input.subgraph, application.sourceAST),
    }));
  });

interface Foreign {
  coordinate: string;
  owners: string[];
}

function foreignSelections(type: CompositeType, application: Application, context: TakeoverContext): Foreign[] {
  return selectedCoordinates(type, application)
    .filter((coordinate) => !isInSharedKey(coordinate, context))
    .map((coordinate) => ({ coordinate, owners: context.owners.othersAt(coordinate) }))
    .filter(({ owners }) => owners.length > 0);
}

/** What the owner hands out to name an entity. */
function isInSharedKey(coordinate: string, { subgraph, owners }: TakeoverContext): boolean {
  const type = subgraph.schema.type(coordinate.split('.')[0] ?? '');
  if (!type || !isCompositeType(type)) return false;
  const holders = owners.subgraphsOf(type.name, owners.othersAt(type.name));
  return sharedKeys(type, subgraph, holders).some((key) => selectedCoordinates(type, key).includes(coordinate));
}

function leaves(
  field: FieldDefinition<CompositeType>,
  { coordinate, owners }: Foreign,
  application: Application,
  context: TakeoverContext,
): Remark {
  const { input } = context;
  const guards = protectionsOf(coordinate, owners, context);
  return {
    code: guards.length > 0 ? 'REQUIRES_PROTECTED_FIELD' : 'REQUIRES_FOREIGN_FIELD',
    severity: 'error',
    message: `${field.coordinate} would be sent ${coordinate}, which belongs to ${named(input, owners)}${guards.length > 0 ? ` and is protected by ${guards.join(', ')}` : ''}.`,
    why: 'The gateway would fetch this from its owner and pass it to this subgraph for everybody who asks for the field, whether they asked for it or not.',
    remedy: `Work without ${coordinate}, or agree with ${named(input, owners)} on what you need it for and ask them to approve.`,
    coordinate: field.coordinate,
    detail: coordinate,
    approvableBy: owners,
    ...placeOf(input.subgraph, application.sourceAST),
  };
}

function protectionsOf(coordinate: string, owners: readonly string[], context: TakeoverContext): string[] {
  const [typeName = ''] = coordinate.split('.');
  const guards = context.owners
    .subgraphsOf(typeName, owners)
    .flatMap((holder) =>
      [coordinate, typeName, ...returnedNames(holder, coordinate)].flatMap((at) => protectionsAt(holder, at)),
    );
  return [...new Set(guards.map(written))];
}

function returnedNames(holder: Subgraph, coordinate: string): string[] {
  const element = holder.schema.elementByCoordinate(coordinate);
  const type = element && isField(element) ? returnedType(element) : undefined;
  return type ? [type.name] : [];
}
