import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Row } from './measure.ts';

const COLUMNS = [
  'workload',
  'gateway',
  'CPU ms/request',
  'requests/s',
  '× hand-written',
  'p50 ms',
  'p99 ms',
  'RSS MB',
  'calls',
];
/** The columns from here on are figures. */
const FIRST_FIGURE = 2;

/** The rows as a Markdown table, each workload compared with the hand-written one in the same run. */
export function table(rows: Row[]): string {
  const lines = rows.map((row) => cells(row, rows));
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const pad = (text: string, column: number): string =>
    column < FIRST_FIGURE ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  const rule = widths.map((width, column) => (column < FIRST_FIGURE ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [COLUMNS.map(pad), rule, ...lines.map((line) => line.map(pad))]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}

function cells({ workload, gateway, ...row }: Row, rows: Row[]): string[] {
  const yardstick = rows.find((other) => other.workload === workload && other.gateway === 'hand-written');
  return [
    workload,
    gateway,
    row.cpuMsPerRequest.toFixed(3),
    row.requestsPerSecond.toFixed(0),
    yardstick ? (row.requestsPerSecond / yardstick.requestsPerSecond).toFixed(2) : '',
    row.p50Ms.toFixed(1),
    row.p99Ms.toFixed(1),
    row.rssMb.toFixed(0),
    row.calls.toFixed(1),
  ];
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
    '_Calls_ are requests to subgraphs for each request. CPU is that of the gateway process; every request asks for another citizen (or page) than those in flight with it.',
    '',
    table(rows),
    ...skipped.flatMap((line) => ['', line]),
    '',
  ].join('\n');
}
