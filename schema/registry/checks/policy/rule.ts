import type { Subgraph } from '@apollo/federation-internals';
import type { CheckInput, SubgraphVersion } from '../check.ts';
import type { Remark } from '../finding.ts';

/** What a rule of policy looks at. */
export interface PolicyContext {
  input: CheckInput;
  version: SubgraphVersion;
  /** The proposed subgraph as composition reads it. */
  subgraph: Subgraph;
}

/** Finds where a subgraph breaks one rule that the graph has for all agencies. */
export type PolicyRule = (context: PolicyContext) => Remark[];
