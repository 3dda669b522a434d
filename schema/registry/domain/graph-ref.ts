import { Refusal } from './refusal.ts';

/** A graph in one of its variants: `amtgraph@prod`. */
export interface GraphRef {
  graph: string;
  variant: string;
}

const pattern = /^([a-z][a-z0-9-]{0,62})@([a-z][a-z0-9-]{0,62})$/;

export function printGraphRef({ graph, variant }: GraphRef): string {
  return `${graph}@${variant}`;
}

/** Reads `graph@variant`, or returns undefined where the text is none. */
export function readGraphRef(text: string): GraphRef | undefined {
  const [, graph, variant] = pattern.exec(text) ?? [];
  return graph && variant ? { graph, variant } : undefined;
}

/** @throws Refusal BAD_USER_INPUT */
export function parseGraphRef(text: string): GraphRef {
  const ref = readGraphRef(text);
  if (!ref)
    throw new Refusal('BAD_USER_INPUT', `A graph reference is expected as graph@variant, such as amtgraph@prod.`);
  return ref;
}
