import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Resident memory of processes together, megabytes; those that are gone count nothing. */
export async function residentMb(pids: readonly (number | undefined)[]): Promise<number> {
  const known = pids.filter((pid) => pid !== undefined);
  if (known.length === 0) return 0;
  // `ps` ends with 1 when one of them is gone.
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', known.join(',')]).catch(() => ({ stdout: '' }));
  const kilobytes = stdout.split('\n').map(Number);
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1_024);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** How much more the last quarter of the samples has than the second, percent. The first is warming up. */
export function growth(samples: readonly number[]): number {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const before = median(samples.slice(quarter, 2 * quarter));
  return Math.round((median(samples.slice(-quarter)) / before - 1) * 1_000) / 10;
}
