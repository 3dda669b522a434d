import { openSync, readSync } from 'node:fs';
import { stolenMsIn } from '../../testkit/stopwatch.ts';

/** What became of the process's main thread since it started, milliseconds by the wall clock and of the kernel's own counting. */
export interface Moment {
  atMs: number;
  /** It worked. */
  ranMs: number;
  /** It could have worked and waited for a core that another thread had. */
  waitedMs: number;
  /** Time that the host took, as the kernel counts it: in steps of ten milliseconds. Undefined where it is not told. */
  stolen: Buffer | undefined;
}

/** Milliseconds. */
export interface Stolen {
  /** Of the core that the main thread is on: who is robbed of one goes on there. */
  here: number;
  /** Of all cores. */
  everywhere: number;
}

/** Field of a thread's line in /proc, counted after its name. */
const LAST_CORE = 36;

const files = onLinux();

function onLinux() {
  try {
    return {
      schedule: openSync(`/proc/self/task/${process.pid}/schedstat`, 'r'),
      thread: openSync(`/proc/self/task/${process.pid}/stat`, 'r'),
      cores: openSync('/proc/stat', 'r'),
    };
  } catch {
    return undefined;
  }
}

function start(file: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
}

/** Takes some ten microseconds. Linux tells of waiting and of stolen time; elsewhere both are taken for none. */
export function moment(): Moment {
  const atMs = performance.now();
  if (!files) {
    const { user, system } = process.threadCpuUsage();
    return { atMs, ranMs: (user + system) / 1e3, waitedMs: 0, stolen: undefined };
  }
  const [ran = '', waited = ''] = start(files.schedule, 80).toString('latin1').split(' ');
  return { atMs, ranMs: Number(ran) / 1e6, waitedMs: Number(waited) / 1e6, stolen: start(files.cores, 8_192) };
}

/** What the host took between two moments, of which the later one is now. */
export function stolenMs(from: Moment, to: Moment): Stolen {
  const taken = (core: string): number => stealOf(core, to) - stealOf(core, from);
  return { here: taken(`cpu${ownCore()}`), everywhere: taken('cpu') };
}

function ownCore(): string {
  const [, fields = ''] = files ? start(files.thread, 1_024).toString('latin1').split(') ') : [];
  return fields.split(' ')[LAST_CORE] ?? '0';
}

function stealOf(core: string, { stolen }: Moment): number {
  return stolenMsIn(stolen?.toString('latin1') ?? '', core);
}
