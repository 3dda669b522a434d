import { stat } from 'node:fs/promises';
import type { SupergraphManager } from '@apollo/gateway';
import { readNamedFile } from '../../platform/read-named-file.ts';
import { StartError } from '../../platform/run-process.ts';
import { prepareSupergraph, readSupergraph } from './supergraph.ts';

/** How a supergraph is read from a file. */
export interface FileOptions {
  /** Milliseconds between two looks at the file; 500 unless told. */
  pollMs?: number;
  /** Told when the file cannot be used; the supergraph before stays. A warning of the process unless told. */
  onProblem?: (problem: Error) => void;
}

/**
 * A supergraph from a file that is read again whenever it changes. Looks at the file instead of listening to the file system,
 * because a mounted configuration (a symbolic link that is swapped, a network share) sends no events.
 * A file that is broken at start is an error; one that breaks later keeps the supergraph before.
 */
export function supergraphFromFile(path: string, options: FileOptions = {}): SupergraphManager {
  const { pollMs = 500, onProblem = (problem): void => process.emitWarning(problem) } = options;
  return {
    async initialize({ update }) {
      const before = await changeMark(path);
      const supergraphSdl = await readFromFile(path, readSupergraph);
      const watcher = new FileWatcher(path, { mark: before, sdl: supergraphSdl }, update, onProblem);
      const timer = setInterval(() => void watcher.look(), pollMs).unref();
      return {
        supergraphSdl,
        async cleanup() {
          clearInterval(timer);
          await watcher.stop();
        },
      };
    },
  };
}

class FileWatcher {
  private readonly path: string;
  private readonly update: (sdl: string) => void;
  private readonly onProblem: (problem: Error) => void;
  private seen: { mark: string; sdl: string };
  private lastMark: string;
  private looking: Promise<void> | undefined;
  private stopped = false;

  constructor(
    path: string,
    seen: { mark: string; sdl: string },
    update: (sdl: string) => void,
    onProblem: (problem: Error) => void,
  ) {
    this.path = path;
    this.seen = seen;
    this.lastMark = seen.mark;
    this.update = update;
    this.onProblem = onProblem;
  }

  look(): Promise<void> {
    this.looking ??= this.takeChange().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.looking;
  }

  private async takeChange(): Promise<void> {
    const mark = await changeMark(this.path);
    const isStill = mark === this.lastMark;
    this.lastMark = mark;
    // A change counts once it is as old as one look: somebody may be in the middle of writing.
    if (mark === this.seen.mark || !isStill) return;
    // The mark is kept even if the file is broken, so that one broken file is reported once.
    this.seen.mark = mark;
    try {
      const sdl = await readFromFile(this.path, prepareSupergraph);
      if (this.stopped || sdl === this.seen.sdl) return;
      this.update(sdl);
      this.seen.sdl = sdl;
    } catch (error) {
      this.onProblem(new Error(`${reasonOf(error)} The supergraph before stays in use.`, { cause: error }));
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function readFromFile(path: string, expectGood: (sdl: string) => unknown): Promise<string> {
  const sdl = await readNamedFile(path, 'a supergraph', 'SUPERGRAPH_FILE');
  try {
    await expectGood(sdl);
  } catch (error) {
    throw new StartError(`${path}: ${reasonOf(error)}`, { cause: error });
  }
  return sdl;
}

/** Differs whenever the file was written, replaced or removed. */
async function changeMark(path: string): Promise<string> {
  try {
    const { mtimeNs, size, ino } = await stat(path, { bigint: true });
    return `${mtimeNs}/${size}/${ino}`;
  } catch {
    return 'absent';
  }
}
