import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** What a thread found out about a supergraph. */
export type ReadElsewhere =
  | {
      kind: 'good';
      /** Where the text can be cut into pieces of whole definitions: the end of each piece. */
      cuts: number[];
    }
  | { kind: 'bad'; message: string };

const PROGRAM = new URL(`./supergraph-worker${extname(import.meta.url)}`, import.meta.url);

/** Milliseconds within which any supergraph can be read. */
const PATIENCE_MS = 30_000;

/**
 * Reads a supergraph in a thread of its own, which ends with the answer. Validating takes longer than all else that a new supergraph
 * asks for, and requests must not wait for it.
 * Rejects where the thread fails or takes too long.
 */
export async function readElsewhere(sdl: string): Promise<ReadElsewhere> {
  const worker = new Worker(PROGRAM, { workerData: sdl, execArgv: [] });
  try {
    return await answerOf(worker);
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<ReadElsewhere> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not read within ${PATIENCE_MS / 1_000} s`)), PATIENCE_MS);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    worker.once('message', (answer: ReadElsewhere) => settle(() => resolve(answer)));
    worker.once('error', (error) => settle(() => reject(error)));
    worker.once('exit', () => settle(() => reject(new Error('the thread that reads it stopped'))));
  });
}
