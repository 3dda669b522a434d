import { isEnumType, isUnionType } from '@apollo/federation-internals';
import type { EnumType, NamedType, Subgraph, UnionType } from '@apollo/federation-internals';
import type { ASTNode } from 'graphql';
import { placeOf } from '../finding.ts';
import { isFederationType } from '../ownership.ts';
import { named, type TakeoverRule } from './rule.ts';

/**
 * Threat: values of an enum and members of a union are put together from all subgraphs, so another's type gets values that its clients do not know
 * (a status that nobody handles). Rule: whoever owns the type agrees to each. What is left out matters where it takes something
 * away from clients, which effects.ts sees.
 */
export const extendsForeignValues: TakeoverRule = ({ input, subgraph, owners }) =>
  subgraph.schema.types().flatMap((type) => {
    if ((!isEnumType(type) && !isUnionType(type)) || isFederationType(subgraph, type)) return [];
    const approvableBy = owners.othersAt(type.name);
    if (approvableBy.length === 0) return [];
    const published = new Set(
      owners.subgraphsOf(type.name, approvableBy).flatMap((holder) => valuesIn(holder, type.name)),
    );
    return membersOf(type)
      .filter(({ name }) => !published.has(name))
      .map(({ name, node }) => ({
        code: isEnumType(type) ? 'ADDS_VALUE_TO_FOREIGN_ENUM' : 'ADDS_MEMBER_TO_FOREIGN_UNION',
        severity: 'error' as const,
        message: `${type.name} belongs to ${named(input, approvableBy)} and has no ${name}.`,
        why: 'Clients of the owner would meet a value that the owner never told them of.',
        remedy: `Leave ${name} out, use a type of your own, or ask ${named(input, approvableBy)} to approve.`,
        coordinate: `${type.name}.${name}`,
        approvableBy,
        ...placeOf(input.subgraph, node ?? type.sourceAST),
      }));
  });

interface Member {
  name: string;
  node: ASTNode | undefined;
}

function membersOf(type: EnumType | UnionType): Member[] {
  if (isEnumType(type)) return type.values.map(({ name, sourceAST }) => ({ name, node: sourceAST }));
  return type.members().map((member) => ({ name: member.type.name, node: member.sourceAST }));
}

function valuesIn(holder: Subgraph, typeName: string): string[] {
  const type: NamedType | undefined = holder.schema.type(typeName);
  return type && (isEnumType(type) || isUnionType(type)) ? membersOf(type).map(({ name }) => name) : [];
}
