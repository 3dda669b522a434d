import { isEnumType, isInputObjectType, isInterfaceType, isObjectType } from '@apollo/federation-internals';
import type { NamedType } from '@apollo/federation-internals';
import type { ASTNode } from 'graphql';
import { placeOf } from '../finding.ts';
import { isFederationType, Owners } from '../ownership.ts';
import type { PolicyRule } from './rule.ts';

interface Described {
  coordinate: string;
  description?: string | undefined;
  sourceAST?: ASTNode | undefined;
}

/** Every type, field and value says what it is. What belongs to others is described by them. */
export const everythingIsDescribed: PolicyRule = ({ input, subgraph }) => {
  const owners = new Owners(input);
  return subgraph.schema
    .types()
    .filter((type) => !isFederationType(subgraph, type))
    .flatMap((type) => (isObjectType(type) && type.isRootType() ? partsOf(type) : [type, ...partsOf(type)]))
    .filter(({ description }) => description === undefined || description.trim() === '')
    .filter(({ coordinate }) => owners.othersAt(coordinate).length === 0)
    .map(({ coordinate, sourceAST }) => ({
      code: 'NOT_DESCRIBED',
      severity: 'error' as const,
      message: `${coordinate} has no description.`,
      why: 'Others build on it and have nothing but the schema to learn what it is.',
      remedy: 'Write """What it is, its unit, where it comes from""" above it.',
      coordinate,
      ...placeOf(input.subgraph, sourceAST),
    }));
};

function partsOf(type: NamedType): readonly Described[] {
  if (isObjectType(type) || isInterfaceType(type)) return type.fields().filter(({ name }) => !name.startsWith('_'));
  if (isEnumType(type)) return type.values;
  return isInputObjectType(type) ? type.fields() : [];
}
