import { placeOf } from '../finding.ts';
import { graphItself } from '../../domain/actor.ts';
import type { TakeoverRule } from './rule.ts';

/** Specifications whose effect on others the other rules see. */
const knownFeatures = new Set([
  'https://specs.apollo.dev/link',
  'https://specs.apollo.dev/federation',
  'https://specs.amtgraph.example/cacheControl',
]);

/**
 * Threat: directives of Federation also exist as specifications of their own (`https://specs.apollo.dev/inaccessible`), and directives that a subgraph
 * composes reach the routers. Rule: what is linked besides Federation is looked at by those who run the graph.
 */
export const linksOtherFeatures: TakeoverRule = ({ input, subgraph }) =>
  (subgraph.schema.coreFeatures?.allFeatures() ?? [])
    .filter(({ url }) => !knownFeatures.has(url.identity))
    .map(({ url, directive }) => ({
      code: 'LINKS_OTHER_FEATURE',
      severity: 'error' as const,
      message: `The schema links to ${url.toString()}, which is not Federation.`,
      why: 'What a linked specification does to the supergraph depends on the routers that read it, for all agencies at once.',
      remedy:
        'Import what you need from https://specs.apollo.dev/federation, or ask those who run the graph to approve.',
      detail: url.toString(),
      approvableBy: [graphItself],
      ...placeOf(input.subgraph, directive.sourceAST),
    }));
