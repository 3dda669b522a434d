import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runProcess, StartError } from '../../platform/run-process.ts';
import { composeSupergraph } from './canned/subgraphs.ts';
import { Oracle } from './run/check-answers.ts';
import { CONTENDERS, HAND_WRITTEN, PROTECTED, SHARING, UNPROTECTED } from './run/contenders.ts';
import type { Contender } from './run/contenders.ts';
import { installPeers } from './run/install-peers.ts';
import { end, nextMessage } from './run/ipc.ts';
import { Measurement } from './run/measure.ts';
import type { Bench, Row } from './run/measure.ts';
import { resultsFile, table } from './run/report.ts';
import { ofOneCaller, WORKLOADS } from './workloads.ts';
import type { Workload } from './workloads.ts';

const HELP = `npm run bench -- [options]
  --only WORKLOAD     account, small or heavy; all unless told
  --gateways A,B      only these gateways (${CONTENDERS.map(({ name }) => name).join(', ')})
  --protections X     the hand-written one and ours: with all protections (on), without those that configuration can leave out (off), or both
  --sharing X         the hand-written one and ours: with equal requests in flight sent once (on), each sent (off), or both
  --one-caller        every request asks for the same, so that requests in flight can be shared
  --seconds N         measure each for N seconds, in turns of a second; 5 unless told
  --json FILE         write the figures as JSON
  --results FILE      write them as Markdown, with date and machine
  --profile FOLDER    write a CPU profile of each gateway into FOLDER (figures are then not to be compared)
`;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    gateways: { type: 'string' },
    protections: { type: 'string' },
    sharing: { type: 'string' },
    'one-caller': { type: 'boolean', default: false },
    seconds: { type: 'string', default: '5' },
    json: { type: 'string' },
    results: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Why gateways were left out, for the results. */
const skipped: string[] = [];
/** Gateways that ran, but not rightly. */
const failed: string[] = [];

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

function chosenGateways(): Contender[] {
  if (options.protections !== undefined)
    return variants('protections', options.protections, { off: UNPROTECTED, on: PROTECTED });
  if (options.sharing !== undefined) return variants('sharing', options.sharing, SHARING);
  return chosen(CONTENDERS, options.gateways);
}

/** The yardstick, and ours with something, without it, or both. */
function variants(option: string, wanted: string, { off, on }: Record<'on' | 'off', Contender>): Contender[] {
  const measured = new Map([
    ['on', [on]],
    ['off', [off]],
    ['both', [off, on]],
  ]).get(wanted);
  if (!measured) throw new StartError(`Expected --${option} on, off or both, but got "${wanted}".`);
  return [HAND_WRITTEN, ...measured];
}

async function startBench(): Promise<Bench> {
  const canned = fork(script('canned/main.js'));
  const { urls } = await nextMessage<{ urls: Record<string, string> }>(canned, 'the canned subgraphs');
  const supergraph = composeSupergraph(urls);
  // Another run may be under way, with other addresses.
  const supergraphFile = join(await mkdtemp(join(tmpdir(), 'amtgraph-bench-')), 'supergraph.graphql');
  await writeFile(supergraphFile, supergraph);
  return {
    setting: { supergraphFile, urls },
    oracle: new Oracle(supergraph),
    canned,
    load: fork(script('run/load-process.js')),
    nodeOptions: options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`],
  };
}

async function started(bench: Bench, contenders: Contender[], workload: Workload): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const contender of contenders) {
    say(`${workload.name.padEnd(8)} ${contender.name.padEnd(22)} `);
    const reason = contender.isPeer ? await installPeers() : contender.unavailable?.();
    if (reason !== undefined) {
      say(`skipped: ${reason}\n`);
      skipped.push(`${contender.name} was skipped on ${workload.name}: ${reason}`);
      continue;
    }
    try {
      measurements.push(await Measurement.start(bench, contender, workload));
      say('right answers, warm\n');
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      say(`FAILED: ${problem}\n`);
      failed.push(`${contender.name} failed on ${workload.name}: ${problem.split('\n')[0]}`);
    }
  }
  return measurements;
}

async function measured(measurements: Measurement[], seconds: number): Promise<Row[]> {
  const rounds = Math.max(1, Math.round(seconds));
  for (let round = 1; round <= rounds; round += 1) {
    say(`\rround ${round} of ${rounds} `);
    // Every other round goes backwards: nobody is always the one after the heaviest.
    for (const measurement of round % 2 ? measurements : measurements.toReversed()) {
      await measurement.round((seconds * 1_000) / rounds);
    }
  }
  say('\n');
  const rows = await Promise.all(measurements.map((measurement) => measurement.row()));
  await Promise.all(measurements.map((measurement) => measurement[Symbol.asyncDispose]()));
  return rows;
}

async function main(): Promise<void> {
  if (options.help) return void say(HELP);
  const seconds = Number(options.seconds);
  if (!(seconds > 0)) throw new StartError(`Expected --seconds to be a positive number, but got "${options.seconds}".`);
  const [workloads, contenders] = [chosen(WORKLOADS, options.only), chosenGateways()];
  const bench = await startBench();
  const rows: Row[] = [];
  for (const workload of options['one-caller'] ? workloads.map(ofOneCaller) : workloads) {
    const latest = await measured(await started(bench, contenders, workload), seconds);
    say(`${table(latest)}\n\n`);
    rows.push(...latest);
  }
  await Promise.all([end(bench.load), end(bench.canned)]);
  await rm(dirname(bench.setting.supergraphFile), { recursive: true });
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (options.results !== undefined) {
    await writeFile(
      options.results,
      resultsFile(rows, [...skipped, ...failed], `npm run bench -- ${process.argv.slice(2).join(' ')}`),
    );
  }
  if (failed.length > 0) throw new StartError(failed.join('\n'));
  if (rows.length === 0) throw new StartError('No gateway could be measured.');
}

runProcess(main);
