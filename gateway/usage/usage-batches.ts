import { randomUUID } from 'node:crypto';
import type { UsageEntry } from './daily-usage.ts';

/** A part of the usage that is sent at once. The registry takes each id once, so a batch whose answer was lost is sent again as it was. */
export interface UsageBatch {
  id: string;
  graph: string;
  entries: UsageEntry[];
}

/** Coordinates in a batch; it stays well below the megabyte that the registry takes. */
const mostCells = 8_000;

/** Cuts usage into batches; requests of an entry that is cut are counted in its first part. */
export function batchesOf(graph: string, entries: readonly UsageEntry[]): UsageBatch[] {
  const batches: UsageBatch[] = [];
  let current: UsageEntry[] = [];
  let cells = 0;
  const close = (): void => {
    if (current.length > 0) batches.push({ id: randomUUID(), graph, entries: current });
    current = [];
    cells = 0;
  };
  for (const entry of entries.flatMap(parts)) {
    const size = Object.keys(entry.coordinates).length + 1;
    if (cells + size > mostCells) close();
    current.push(entry);
    cells += size;
  }
  close();
  return batches;
}

function parts(entry: UsageEntry): UsageEntry[] {
  const cells = Object.entries(entry.coordinates);
  if (cells.length < mostCells) return [entry];
  const found: UsageEntry[] = [];
  for (let start = 0; start < cells.length; start += mostCells - 1) {
    const coordinates = Object.fromEntries(cells.slice(start, start + mostCells - 1));
    found.push({ ...entry, requests: start === 0 ? entry.requests : 0, coordinates });
  }
  return found;
}
