/** A place in a subgraph's SDL. Lines and columns count from 1. */
export interface IssueNode {
  subgraph?: string;
  line?: number;
  column?: number;
}

/** Why subgraphs do not compose, or what composition wants people to know. */
export interface CompositionIssue {
  message: string;
  code: string;
  nodes?: IssueNode[];
  /** The element that a hint is about: `Citizen.name`. */
  coordinate?: string;
}

/** A subgraph as composition takes it. */
export interface SubgraphPart {
  name: string;
  url: string;
  sdl: string;
}

export interface Composed {
  supergraphSdl: string;
  /** What clients see of it. */
  apiSdl: string;
  hints: CompositionIssue[];
}

/** What became of composing: a supergraph, or the reasons why there is none. */
export type Composition = Composed | { errors: CompositionIssue[] };

export function isComposed(composition: Composition): composition is Composed {
  return 'supergraphSdl' in composition;
}
