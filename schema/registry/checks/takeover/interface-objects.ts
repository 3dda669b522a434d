import { isInterfaceType, isObjectType } from '@apollo/federation-internals';
import type { ObjectType } from '@apollo/federation-internals';
import { placeOf } from '../finding.ts';
import { readSubgraph } from '../subgraph/read-subgraph.ts';
import { applicationsOf } from '../subgraph/applications.ts';
import { named, type TakeoverContext, type TakeoverRule } from './rule.ts';

/**
 * Threat: an interface object puts its fields into every type that implements the interface, today and later, without naming one of them. Rule:
 * whoever owns the interface agrees, and whoever owns one of the types agrees to a field that the type has already.
 */
export const interfaceObjectClaimsFields: TakeoverRule = (context) =>
  applicationsOf(context.subgraph, (metadata) => metadata.interfaceObjectDirective()).flatMap((application) => {
    const type = context.subgraph.schema.objectTypes().find((candidate) => candidate === application.parent);
    if (!type) return [];
    const { input, owners } = context;
    const fields = claimed(type, context);
    return fields.flatMap((field) => {
      const taken = implementers(type.name, context).map((name) => `${name}.${field}`);
      const approvableBy = [...new Set([type.name, ...taken].flatMap((coordinate) => owners.othersAt(coordinate)))];
      if (approvableBy.length === 0) return [];
      return {
        code: 'INTERFACE_OBJECT_CLAIMS_FIELD',
        severity: 'error' as const,
        message: `${type.name}.${field} would be answered here for every type that implements ${type.name}, some of which belong to ${named(input, approvableBy)}.`,
        why: 'The field would become part of types of other agencies without being written at any of them.',
        remedy: `Extend the types you mean one by one, or ask ${named(input, approvableBy)} to approve.`,
        coordinate: `${type.name}.${field}`,
        approvableBy,
        ...placeOf(input.subgraph, application.sourceAST),
      };
    });
  });

function claimed(type: ObjectType, { subgraph, owners }: TakeoverContext): string[] {
  const keys = new Set(
    owners
      .subgraphsOf(type.name, owners.othersAt(type.name))
      .flatMap((holder) => holder.schema.interfaceTypes().filter(({ name }) => name === type.name))
      .flatMap((theirs) => theirs.fields().filter((field) => isKeyField(field.name, type)))
      .map(({ name }) => name),
  );
  return type
    .fields()
    .filter((field) => !subgraph.metadata().isFieldExternal(field) && !keys.has(field.name))
    .map(({ name }) => name);
}

function isKeyField(name: string, type: ObjectType): boolean {
  return type.appliedDirectives.some((directive) =>
    new RegExp(`\\b${name}\\b`).test(String(directive.arguments()['fields'] ?? '')),
  );
}

function implementers(interfaceName: string, { input }: TakeoverContext): string[] {
  return input.current.flatMap((version) => {
    const type = readSubgraph(version)?.schema.type(interfaceName);
    if (!type || !isInterfaceType(type)) return [];
    return type
      .allImplementations()
      .filter(isObjectType)
      .map(({ name }) => name);
  });
}
