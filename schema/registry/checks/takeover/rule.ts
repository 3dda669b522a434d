import type { Subgraph } from '@apollo/federation-internals';
import type { CheckInput, SubgraphVersion } from '../check.ts';
import { graphItself } from '../../domain/actor.ts';
import type { Owners } from '../ownership.ts';
import type { Remark } from '../finding.ts';

/** What a rule against takeovers looks at. */
export interface TakeoverContext {
  input: CheckInput;
  version: SubgraphVersion;
  /** The proposed subgraph as composition reads it. */
  subgraph: Subgraph;
  owners: Owners;
}

/** Finds one way of touching what others own. */
export type TakeoverRule = (context: TakeoverContext) => Remark[];

/** Names for people: `Stadt Leipzig`, or those who run the graph. */
export function named(input: CheckInput, owners: readonly string[]): string {
  const agencies = Object.values(input.agencies);
  return owners
    .map((id) =>
      id === graphItself ? 'those who run the graph' : (agencies.find((agency) => agency.id === id)?.name ?? id),
    )
    .join(' and ');
}
