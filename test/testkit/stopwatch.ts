import { readFileSync } from 'node:fs';

/** In a core's line of /proc/stat: what the host of a virtual machine took of it, in steps of ten milliseconds. */
const STEAL = 8;
const STEP_MS = 10;

/** What the host took of a core since the machine started, milliseconds. @param core `cpu0` and so on, or `cpu` for all of them together */
export function stolenMsIn(procStat: string, core: string): number {
  const line = procStat.split('\n').find((each) => each.startsWith(`${core} `));
  return Number(line?.trim().split(/ +/)[STEAL] ?? 0) * STEP_MS;
}

/** Of all cores; 0 where no kernel tells. */
function stolenMs(): number {
  try {
    return stolenMsIn(readFileSync('/proc/stat', 'latin1'), 'cpu');
  } catch {
    return 0;
  }
}

/** Starts to measure. What it gives tells how many milliseconds have passed, without those that the host of the machine took meanwhile. */
export function stopwatch(): () => number {
  const [startedAt, stolenBefore] = [performance.now(), stolenMs()];
  return () => Math.max(0, performance.now() - startedAt - (stolenMs() - stolenBefore));
}
