import { SingleBar } from 'cli-progress';

/** Tells somebody who waits how far reading a file is. */
export interface Progress {
  at(bytes: number): void;
  stop(): void;
}

/** A bar on a terminal, otherwise a line for every quarter. Both go to standard error: standard output is the report's. */
export function createProgress(name: string, totalBytes: number): Progress {
  return process.stderr.isTTY ? createBar(name, totalBytes) : createLines(name, totalBytes);
}

function createBar(name: string, totalBytes: number): Progress {
  const bar = new SingleBar({ format: `${name} {bar} {percentage} % {eta_formatted}`, hideCursor: true });
  bar.start(totalBytes, 0);
  return { at: (bytes) => bar.update(bytes), stop: () => bar.stop() };
}

function createLines(name: string, totalBytes: number): Progress {
  let said = 0;
  return {
    at(bytes) {
      const quarters = Math.floor((4 * bytes) / Math.max(1, totalBytes));
      if (quarters > said && quarters < 4) process.stderr.write(`${name}: ${quarters * 25} % read\n`);
      said = Math.max(said, quarters);
    },
    stop: () => undefined,
  };
}
