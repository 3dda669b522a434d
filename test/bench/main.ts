import { fork } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { projectFile } from '../../platform/project-root.ts';
import { runProcess, StartError } from '../../platform/run-process.ts';
import { composeSupergraph } from './canned/subgraphs.ts';
import { Oracle } from './run/check-answers.ts';
import { CONTENDERS } from './run/contenders.ts';
import { installPeers } from './run/install-peers.ts';
import { end, nextMessage } from './run/ipc.ts';
import { measure } from './run/measure.ts';
import type { Bench, Row } from './run/measure.ts';
import { resultsFile, table } from './run/report.ts';
import { WORKLOADS } from './workloads.ts';

const HELP = `npm run bench -- [options]
  --only WORKLOAD     account, small or heavy; all unless told
  --gateways A,B      only these gateways (${CONTENDERS.map(({ name }) => name).join(', ')})
  --seconds N         measure each for N seconds; 5 unless told
  --json FILE         write the figures as JSON
  --results FILE      write them as Markdown, with date and machine
  --profile FOLDER    write a CPU profile of each gateway into FOLDER (figures are then not to be compared)
`;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    gateways: { type: 'string' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'string' },
    results: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const say = (text: string): boolean => process.stdout.write(text);

function chosen<Item extends { name: string }>(items: Item[], names: string | undefined): Item[] {
  const wanted = names?.split(',');
  const unknown = wanted?.filter((name) => !items.some((item) => item.name === name)) ?? [];
  if (unknown.length > 0) {
    const known = items.map(({ name }) => name).join(', ');
    throw new StartError(`Expected ${known}, but got "${unknown.join(', ')}".`);
  }
  return items.filter(({ name }) => wanted?.includes(name) ?? true);
}

async function startBench(seconds: number): Promise<Bench> {
  const canned = fork(script('canned/main.js'));
  const { urls } = await nextMessage<{ urls: Record<string, string> }>(canned, 'the canned subgraphs');
  const supergraph = composeSupergraph(urls);
  const supergraphFile = projectFile('.data', 'bench', 'supergraph.graphql');
  await mkdir(projectFile('.data', 'bench'), { recursive: true });
  await writeFile(supergraphFile, supergraph);
  return {
    setting: { supergraphFile, urls },
    oracle: new Oracle(supergraph),
    canned,
    load: fork(script('run/load-process.js')),
    seconds,
    nodeOptions: options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
  };
}

async function main(): Promise<void> {
  if (options.help) return void say(HELP);
  const seconds = Number(options.seconds);
  if (!(seconds > 0)) throw new StartError(`Expected --seconds to be a positive number, but got "${options.seconds}".`);
  const [workloads, contenders] = [chosen(WORKLOADS, options.only), chosen(CONTENDERS, options.gateways)];
  const noPeers = contenders.some(({ isPeer }) => isPeer) ? await installPeers() : undefined;
  const bench = await startBench(seconds);
  const rows: Row[] = [];
  const skipped: string[] = [];
  for (const workload of workloads) {
    for (const contender of contenders) {
      say(`${workload.name.padEnd(8)} ${contender.name.padEnd(22)}`);
      try {
        const reason = contender.isPeer ? noPeers : contender.unavailable?.();
        if (reason !== undefined) throw new Error(reason);
        const row = await measure(bench, contender, workload);
        rows.push(row);
        say(`${row.cpuMsPerRequest.toFixed(3)} ms CPU  ${row.requestsPerSecond.toFixed(0).padStart(6)} requests/s\n`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        say(`skipped: ${reason}\n`);
        skipped.push(`${contender.name} on ${workload.name} was skipped: ${reason.split('\n')[0]}`);
      }
    }
  }
  await Promise.all([end(bench.load), end(bench.canned)]);
  say(`\n${table(rows)}\n`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (options.results !== undefined) {
    await writeFile(options.results, resultsFile(rows, skipped, `npm run bench -- ${process.argv.slice(2).join(' ')}`));
  }
}

runProcess(main);
