import { readdir, readFile } from 'node:fs/promises';

const TICK_MS = 10;
const PAGE_KB = 4;
/** Fields of /proc/PID/stat from the third on. */
const [PARENT, USER, SYSTEM, RESIDENT] = [1, 11, 12, 21];

/** What a process has used so far, and what it holds. */
export interface ProcessUse {
  cpuMs: number;
  residentMb: number;
}

async function fieldsOf(pid: number | string): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(') ') + 2).split(' ');
}

/** Of processes together, on Linux; those that are gone count nothing. */
export async function useOf(pids: readonly number[]): Promise<ProcessUse> {
  const all = await Promise.all(pids.map(fieldsOf));
  const sum = (field: number): number => all.reduce((total, fields) => total + Number(fields[field] ?? 0), 0);
  return { cpuMs: (sum(USER) + sum(SYSTEM)) * TICK_MS, residentMb: (sum(RESIDENT) * PAGE_KB) / 1_024 };
}

/** Processes that this one started, and so on. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(pids.map(async (name) => [Number(name), Number((await fieldsOf(name))[PARENT])]));
  const below = (parent: number): number[] =>
    parents.flatMap(([child, of]) => (of === parent && child !== undefined ? [child, ...below(child)] : []));
  return below(pid);
}
