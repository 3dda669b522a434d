import { placeOf } from '../finding.ts';
import { isFederationType } from '../ownership.ts';
import type { PolicyRule } from './rule.ts';

/**
 * Threat: names such as `join__Graph` are how a supergraph says which subgraph has what; a type that is called so is taken for part of that. Rule: two
 * underscores belong to specifications that are linked.
 */
export const namesAreNotReserved: PolicyRule = ({ input, subgraph }) =>
  [...subgraph.schema.types().filter((type) => !isFederationType(subgraph, type)), ...ownDirectives(subgraph)]
    .flatMap((element) => [element, ...partsOf(element)])
    .filter(({ name }) => name.includes('__'))
    .map(({ coordinate, name, sourceAST }) => ({
      code: 'RESERVED_NAME',
      severity: 'error' as const,
      message: `${coordinate} has two underscores in its name.`,
      why: 'Such names are those of linked specifications; routers would take it for one of them.',
      remedy: `Rename it, for example to ${name.replace(/_{2,}/g, '_')}.`,
      coordinate,
      ...placeOf(input.subgraph, sourceAST),
    }));

type Context = Parameters<PolicyRule>[0];
type Element =
  | ReturnType<Context['subgraph']['schema']['types']>[number]
  | ReturnType<Context['subgraph']['schema']['directives']>[number];

function ownDirectives({ schema }: Context['subgraph']) {
  return schema.directives().filter((directive) => !schema.coreFeatures?.sourceFeature(directive));
}

function partsOf(element: Element) {
  return 'fields' in element ? element.fields() : [];
}
