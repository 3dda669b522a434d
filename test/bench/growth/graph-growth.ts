import { fork } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end, nextMessage } from '../run/ipc.ts';
import type { GraphCost } from './graph-process.ts';
import { manySubgraphs } from './many-subgraphs.ts';
import { descendantsOf, useOf } from './processes.ts';
import { table } from './table.ts';

const COUNTS = [5, 25, 100];
const PROGRAM = fileURLToPath(new URL('graph-process.js', import.meta.url));

/** What the engine needs as subgraphs grow in number: to take the supergraph, and to plan an operation over always the same five. */
export async function graphGrowth(say: (text: string) => void): Promise<string> {
  const rows: string[][] = [];
  for (const count of COUNTS) {
    say(`${count} subgraphs`);
    const file = join(tmpdir(), `amtgraph-growth-${process.pid}.graphql`);
    const sdl = manySubgraphs(count);
    await writeFile(file, sdl);
    try {
      rows.push([String(count), (sdl.length / 1_024).toFixed(0), ...(await costOf(file))]);
    } finally {
      await rm(file);
    }
  }
  const columns = ['subgraphs', 'SDL KB', 'load ms', 'first plan ms', 'warm plan ms', 'kept plan ms', 'heap MB'];
  return table([...columns, 'RSS MB', 'planner MB'], rows);
}

async function costOf(file: string): Promise<string[]> {
  const child = fork(PROGRAM, [file], { execArgv: ['--expose-gc'] });
  try {
    const cost = await nextMessage<GraphCost>(child, 'the engine');
    const { pid = 0 } = child;
    const [own, planner] = [await useOf([pid]), await useOf(await descendantsOf(pid))];
    const times = [cost.loadMs, cost.firstPlanMs, cost.warmPlanMs, cost.keptPlanMs].map((ms) => ms.toFixed(1));
    return [...times, cost.heapMb.toFixed(0), own.residentMb.toFixed(0), planner.residentMb.toFixed(0)];
  } finally {
    await end(child);
  }
}
