/** A thread that reads one supergraph and says where its text can be cut, or why it cannot be served. */
import { workerData, parentPort } from 'node:worker_threads';
import { parse } from 'graphql';
import { InvalidSupergraphError, readSupergraph } from './supergraph.ts';
import type { ReadElsewhere } from './read-elsewhere.ts';

/** Characters that are parsed in a fraction of a millisecond. */
const PIECE = 8_192;

/** Ends of pieces of the text, each of whole definitions. */
function cutsOf(sdl: string): number[] {
  const ends = parse(sdl).definitions.map(({ loc }) => loc?.end ?? sdl.length);
  let start = 0;
  return ends.filter((end, index) => {
    if (end - start < PIECE && index < ends.length - 1) return false;
    start = end;
    return true;
  });
}

function read(sdl: string): ReadElsewhere {
  try {
    readSupergraph(sdl);
    return { kind: 'good', cuts: cutsOf(sdl) };
  } catch (error) {
    if (error instanceof InvalidSupergraphError) return { kind: 'bad', message: error.message };
    throw error;
  }
}

// eslint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(read(String(workerData)));
