import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../../../platform/free-port.ts';
import { projectFile } from '../../../platform/project-root.ts';
import { runProcess, StartError } from '../../../platform/run-process.ts';
import { startBalancer } from './balancer.ts';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';
import { startLoad } from './load.ts';
import { growth, median, residentMb } from './memory.ts';
import { heading, report, row, type Minute } from './report.ts';
import { RunningGateway } from './running-gateway.ts';
import { MOST_KEPT, startServices, type Services } from './system.ts';
import { Tally } from './tally.ts';
import { endAgainAndAgain, Faults, type Endings } from './troubles.ts';

const HELP = `npm run soak -- [options]
  --minutes N     how long; 10 unless told
  --clients N     clients that ask, each one thing at a time; 16 unless told
  --results FILE  where the table goes; test/bench/RESULTS-soak.md unless told, for runs of 10 minutes and more
`;
const CITIZENS = ['erika', 'max', 'otto', 'sabine'];
const STREAMS = 12;
const SAMPLE_MS = 5_000;
const TOKEN_MS = 120_000;
/** More than this, percent, is no longer called flat. What is resident goes up and down with the collector; the heap after it does not. */
const MOST_GROWTH = { resident: 25, heap: 10 };

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    clients: { type: 'string', default: '16' },
    results: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);

runProcess(async () => {
  if (options.help) return say(HELP);
  const [minutes, clients] = [Number(options.minutes), Number(options.clients)];
  if (!(minutes > 0) || !(clients > 0)) throw new StartError('Expected --minutes and --clients to be numbers above 0.');
  await using closers = new AsyncDisposableStack();
  const services = closers.use(await startServices(say));
  const proxies = new Map<string, FaultProxy>();
  for (const [name, origin] of services.origins) proxies.set(name, closers.use(await startFaultProxy(origin)));
  const [steady, restarted] = await startGateways(services, proxies, closers);
  const balancer = closers.use(
    await startBalancer(
      [steady.origin, restarted.origin],
      (origin) => origin === restarted.origin && restarted.isKilled,
    ),
  );
  while (![steady, restarted].every(({ origin }) => balancer.isReady(origin))) await pause(50);

  const ending = new AbortController();
  const tokens = await keepTokens(services, ending.signal);
  const faults = new Faults(proxies);
  const endings: Endings = { terminated: 0, killed: 0, longestDrainMs: 0 };
  let tally = new Tally();
  const load = startLoad({
    url: balancer.url,
    tokens,
    faulted: faults.faulted,
    tally: () => tally,
    circumstances: () => circumstances(faults, [steady, restarted]),
    clients,
    streams: STREAMS,
  });
  const troubles = [faults.inject(ending.signal), endAgainAndAgain(restarted, balancer, endings, ending.signal)];

  say(heading);
  const all: Minute[] = [];
  const samples: number[] = [];
  for (let left = minutes * 60_000; left > 0; left -= 60_000) {
    const minute = await observe(Math.min(60_000, left), steady, restarted, services.pids());
    samples.push(...minute.samples);
    all.push({ ...minute, tally });
    say(row(String(all.length), all.at(-1)!));
    tally = new Tally();
  }
  await load.stop();
  ending.abort();
  await Promise.all(troubles);
  const total = new Tally();
  for (const minute of all) total.add(minute.tally);
  total.add(tally);
  const grown = { resident: growth(samples), heap: growth(all.map(({ heapMb }) => heapMb)) };
  const text = report({
    minutes: all,
    total,
    endings,
    faults: faults.injected,
    faulted: [...proxies.values()].reduce((sum, { faulted }) => sum + faulted, 0),
    repeated: balancer.repeated,
    growth: grown,
    mostKept: MOST_KEPT.text,
    command: ['npm run soak --', ...process.argv.slice(2)].join(' '),
  });
  say(`\n${text}`);
  const results = options.results ?? (minutes >= 10 ? projectFile('test', 'bench', 'RESULTS-soak.md') : undefined);
  if (results) await writeFile(results, text);
  const isFlat = minutes < 10 || (grown.resident <= MOST_GROWTH.resident && grown.heap <= MOST_GROWTH.heap);
  if (total.failed > 0 || !isFlat) process.exitCode = 1;
});

async function startGateways(
  services: Services,
  proxies: ReadonlyMap<string, FaultProxy>,
  closers: AsyncDisposableStack,
): Promise<[RunningGateway, RunningGateway]> {
  const environment = services.gatewayEnvironment(new Map([...proxies].map(([name, { url }]) => [name, url])));
  const gateways: [RunningGateway, RunningGateway] = [
    new RunningGateway(await freePort(), environment, { isInspected: true }),
    new RunningGateway(await freePort(), environment),
  ];
  for (const gateway of gateways) {
    closers.defer(async () => void (await gateway.end('SIGKILL')));
    await gateway.start();
  }
  return gateways;
}

/** Tokens are good for a few minutes; the soak takes longer. */
async function keepTokens(services: Services, signal: AbortSignal): Promise<() => readonly string[]> {
  const fetchAll = () => Promise.all(CITIZENS.map((citizen) => services.token(citizen)));
  let current = await fetchAll();
  void (async () => {
    for (;;) {
      await pause(TOKEN_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // The issuer is among those that have faults only for the gateways: tokens come from it directly.
      current = await fetchAll().catch(() => current);
    }
  })();
  return () => current;
}

/** What faults there were, and what gateways said of subgraphs in the last seconds. */
function circumstances(faults: Faults, gateways: readonly RunningGateway[]): string {
  const now = Date.now();
  const said = gateways
    .flatMap(({ warnings }) => warnings)
    .filter(({ at }) => at > now - 1_000)
    .map(({ subgraph, reason }) => `${subgraph}: ${reason}`);
  return `${new Date(now).toISOString().slice(11, 23)}, last fault: ${faults.last}; gateways said: ${[...new Set(said)].join(', ') || 'nothing'}`;
}

async function observe(
  ms: number,
  steady: RunningGateway,
  restarted: RunningGateway,
  subgraphs: readonly number[],
): Promise<Omit<Minute, 'tally'> & { samples: number[] }> {
  const [first, second, others]: [number[], number[], number[]] = [[], [], []];
  for (const until = Date.now() + ms; Date.now() < until;) {
    await pause(Math.min(SAMPLE_MS, Math.max(0, until - Date.now())));
    first.push(await residentMb([steady.pid]));
    second.push(await residentMb([restarted.pid]));
    others.push(await residentMb(subgraphs));
  }
  const heapMb = await steady.heapMb();
  return { heapMb, steadyMb: median(first), restartedMb: median(second), subgraphsMb: median(others), samples: first };
}
