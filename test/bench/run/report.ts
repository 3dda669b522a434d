import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Row } from './measure.ts';

/** The rows as a Markdown table, each workload compared with the hand-written one in the same run. */
export function table(rows: Row[]): string {
  const lines = rows.map((row) => {
    const yardstick = rows.find((other) => other.workload === row.workload && other.gateway === 'hand-written');
    const share = yardstick ? (row.requestsPerSecond / yardstick.requestsPerSecond).toFixed(2) : '';
    const { cpuMsPerRequest, requestsPerSecond, p50Ms, p99Ms, rssMb } = row;
    const figures = [
      cpuMsPerRequest.toFixed(3),
      requestsPerSecond.toFixed(0),
      share,
      p50Ms.toFixed(1),
      p99Ms.toFixed(1),
    ];
    return `| ${[row.workload, row.gateway, ...figures, rssMb.toFixed(0)].join(' | ')} |`;
  });
  return [
    '| workload | gateway | CPU ms/request | requests/s | × hand-written | p50 ms | p99 ms | RSS MB |',
    '|---|---|--:|--:|--:|--:|--:|--:|',
    ...lines,
  ].join('\n');
}

/** The results file: when, on what, how, and the table. */
export function resultsFile(rows: Row[], skipped: string[], command: string): string {
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return [
    '# Results of the benchmark',
    '',
    `${new Date().toISOString().slice(0, 10)} · ${machine} · Node ${process.version} · \`${command}\``,
    '',
    'Gateway, load and canned subgraphs share the machine, so only the ratios within one run mean something.',
    'CPU is that of the gateway process; every request asks for another citizen (or page) than those in flight with it.',
    '',
    table(rows),
    ...skipped.flatMap((line) => ['', line]),
    '',
  ].join('\n');
}
