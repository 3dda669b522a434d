import { BREAK, Kind, visit } from 'graphql';
import type { ASTNode, DocumentNode, TypeNode } from 'graphql';
import type { SubgraphVersion } from '../check.ts';
import { placeOf, type Remark } from '../finding.ts';
import type { SchemaLimits } from './schema-limits.ts';

/** Enough to see what is wrong. */
const mostRemarks = 20;

type Count = readonly [limit: keyof SchemaLimits, actual: number, what: string];

/** Elements that are larger than one element may be. */
export function oversizedElements(proposed: SubgraphVersion, document: DocumentNode, limits: SchemaLimits): Remark[] {
  const remarks: Remark[] = [];
  const look = (node: ASTNode, counts: readonly Count[]): void => {
    for (const [limit, actual, what] of counts) {
      if (actual > limits[limit]) remarks.push(remarkOn(proposed.name, node, [limit, actual, what], limits));
    }
  };
  look(document, [['types', document.definitions.length, 'The SDL has definitions']]);
  visit(document, {
    enter(node) {
      look(node, countsOf(node));
      return remarks.length >= mostRemarks ? BREAK : undefined;
    },
  });
  return remarks.slice(0, mostRemarks);
}

function countsOf(node: ASTNode): Count[] {
  const counts: Count[] = [];
  if ('directives' in node)
    counts.push(['directivesPerElement', node.directives?.length ?? 0, 'An element has directives']);
  if ('description' in node)
    counts.push(['description', node.description?.value.length ?? 0, 'A description has characters']);
  if ('type' in node && 'kind' in node.type)
    counts.push(['listDepth', listDepth(node.type), 'A type is lists in lists']);
  if ('fields' in node) counts.push(['fieldsPerType', node.fields?.length ?? 0, `${nameOf(node)} has fields`]);
  if ('values' in node && node.kind !== Kind.LIST)
    counts.push(['valuesPerEnum', node.values?.length ?? 0, `${nameOf(node)} has values`]);
  if ('types' in node) counts.push(['membersPerUnion', node.types?.length ?? 0, `${nameOf(node)} has members`]);
  if (node.kind === Kind.FIELD_DEFINITION || node.kind === Kind.DIRECTIVE_DEFINITION) {
    counts.push(['argumentsPerField', node.arguments?.length ?? 0, `${nameOf(node)} has arguments`]);
  }
  return counts;
}

function remarkOn(subgraph: string, node: ASTNode, [limit, actual, what]: Count, limits: SchemaLimits): Remark {
  return {
    code: 'TOO_LARGE',
    severity: 'error',
    message: `${what}: ${actual}, ${limits[limit]} are allowed (${limit}).`,
    why: 'All agencies wait while a subgraph is read and composed.',
    remedy: 'Split it, or ask those who run the graph for a higher limit and say why.',
    detail: `${limit} ${actual}`,
    ...placeOf(subgraph, node),
  };
}

function nameOf(node: ASTNode): string {
  return 'name' in node && node.name ? node.name.value : 'An element';
}

function listDepth(type: TypeNode): number {
  let depth = 0;
  for (let inner = type; inner.kind !== Kind.NAMED_TYPE; inner = inner.type)
    if (inner.kind === Kind.LIST_TYPE) depth += 1;
  return depth;
}
