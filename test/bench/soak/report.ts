import { cpus, totalmem } from 'node:os';
import type { Endings } from './troubles.ts';
import type { Tally } from './tally.ts';

/** One minute of the run. */
export interface Minute {
  tally: Tally;
  /** Of the gateway that is never ended, at the end of the minute, once everything that is not needed was collected. */
  heapMb: number;
  /** Medians of resident memory, MB. */
  steadyMb: number;
  restartedMb: number;
  subgraphsMb: number;
}

/** The whole run. */
export interface Soak {
  minutes: readonly Minute[];
  total: Tally;
  endings: Endings;
  faults: number;
  faulted: number;
  repeated: number;
  /** Percent, of the gateway that was never ended. */
  growth: { resident: number; heap: number };
  /** Bytes, in words. */
  mostKept: string;
  command: string;
}

const signed = (percent: number): string => `${percent > 0 ? '+' : ''}${percent}`;
const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(0));

export const heading =
  '| minute | requests | whole | partial | failed | p50 ms | p99 ms | heap MB | gateway MB | restarted one MB | subgraphs MB |\n| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |';

export function row(name: string, { tally, heapMb, steadyMb, restartedMb, subgraphsMb }: Minute): string {
  const figures = [
    name,
    tally.requests,
    tally.whole,
    tally.partial,
    tally.failed,
    ms(tally.quantile(0.5)),
    ms(tally.quantile(0.99)),
  ];
  return `| ${[...figures, heapMb, steadyMb, restartedMb, subgraphsMb].join(' | ')} |`;
}

/** As Markdown. */
export function report({
  minutes,
  total,
  endings,
  faults,
  faulted,
  repeated,
  growth,
  mostKept,
  command,
}: Soak): string {
  const kinds = [...total.kinds].map(([kind, count]) => `${kind} ${count}`).join(', ');
  const failures = [
    ...[...total.failures].map(([what, count]) => `- ${count} × ${what}`),
    ...total.circumstances.map((text) => `  - ${text}`),
  ];
  return `# Soak

\`${command}\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB.

Two gateways behind a balancer, the five subgraphs with PostgreSQL behind proxies that inject faults, all on one machine. One gateway is ended every 30 s, by turns
with SIGTERM and SIGKILL, and started again; the other runs throughout. \`partial\` are answers that lack what an injected fault took, with an error for each null
that names the subgraph; an error that is not accounted for in this way counts as failed. \`heap\` is what the gateway that runs throughout still needs at the end of
the minute when everything else has been collected, \`gateway\` its resident memory; its cache of public data is set to ${mostKept}, so that it is full, and not
filling, for most of the run.

${heading}
${minutes.map((minute, index) => row(String(index + 1), minute)).join('\n')}

- **${total.requests} requests, ${total.failed} failed**: ${kinds}; ${total.streams} streams of events opened.
- Ended: ${endings.terminated} times with SIGTERM (longest until it was gone ${(endings.longestDrainMs / 1_000).toFixed(1)} s), ${endings.killed} times with SIGKILL.
- Faults: ${faults} of 8 s each (slow, reset, status 500, no answer), met by ${faulted} requests to subgraphs.
- The balancer gave ${repeated} requests to the other gateway; clients asked ${total.askedAgain} times again for a change that is one change when made twice.
- Memory of the gateway that ran throughout, between the second and the last quarter: heap ${signed(growth.heap)} %, resident ${signed(growth.resident)} %.
${failures.length > 0 ? `\nFailed:\n\n${failures.join('\n')}\n` : ''}`;
}
