import { multiplyData } from './more-data.ts';
import { table } from './table.ts';
import { WholeSystem, type Figures } from './whole-system.ts';

const CONNECTIONS = [1, 16, 64, 256];
/** As many as connections at most, so that requests in flight are of different citizens. */
const CITIZENS = 12 + 256;
const TIMES_MORE = [1, 10, 100];
const AT_A_TIME = 16;
const LARGEST_PAGE = 100;

const COLUMNS = ['requests/s', 'failed', 'p50 ms', 'p99 ms', 'gateway CPU ms', 'subgraphs CPU ms', 'answer KB'];

const cells = (figures: Figures): string[] => [
  figures.requestsPerSecond.toFixed(0),
  `${(figures.failed * 100).toFixed(1)} %`,
  figures.p50Ms.toFixed(1),
  figures.p99Ms.toFixed(1),
  figures.gatewayCpuMs.toFixed(2),
  figures.subgraphsCpuMs.toFixed(2),
  figures.kilobytes.toFixed(1),
];

/** The account query against the whole system: as clients grow in number, and as the data of each citizen grow. */
export async function systemGrowth(seconds: number, say: (text: string) => void): Promise<[string, string]> {
  await using system = await WholeSystem.start(CITIZENS, say);
  const byConnections: string[][] = [];
  // Not counted: all have to become warm.
  await system.measure(AT_A_TIME, seconds);
  for (const connections of CONNECTIONS) {
    say(`${connections} connections`);
    byConnections.push([String(connections), ...cells(await system.measure(connections, seconds))]);
  }
  const byData: string[][] = [];
  for (const [index, times] of TIMES_MORE.entries()) {
    if (index > 0) await multiplyData(system.adminUrl, times / (TIMES_MORE[index - 1] ?? 1));
    say(`data × ${times}`);
    for (const page of [undefined, LARGEST_PAGE]) {
      const figures = await system.measure(AT_A_TIME, seconds, page);
      byData.push([`× ${times}`, page === undefined ? '10, 5, 20' : `${page} each`, ...cells(figures)]);
    }
  }
  return [table(['connections', ...COLUMNS], byConnections), table(['data', 'page', ...COLUMNS], byData)];
}
