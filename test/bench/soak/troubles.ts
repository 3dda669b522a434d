import { setTimeout as pause } from 'node:timers/promises';
import type { Balancer } from './balancer.ts';
import { FAULTS, type FaultProxy } from './fault-proxy.ts';
import type { RunningGateway } from './running-gateway.ts';

/** A fault lasts so long, seconds, then there is peace for so long. */
const FAULT_S = 8;
const PEACE_S = 12;
/** How long after a fault the breaker may still be open, or a request may still wait, milliseconds. */
const AFTERMATH_MS = 14_000;
const KILL_EVERY_MS = 30_000;

/** Injects one fault after the other, in one subgraph after the other. */
export class Faults {
  injected = 0;
  private readonly proxies: ReadonlyMap<string, FaultProxy>;
  private latest: { name: string; fault: string; from: number; to?: number } = { name: '', fault: '', from: 0 };
  /** By subgraph: until when its failures are accounted for, epoch milliseconds. */
  private readonly until = new Map<string, number>();

  constructor(proxies: ReadonlyMap<string, FaultProxy>) {
    this.proxies = proxies;
  }

  /** Subgraphs whose failure is accounted for now. */
  readonly faulted = (): ReadonlySet<string> => {
    const now = Date.now();
    return new Set([...this.until].flatMap(([name, until]) => (until > now ? [name] : [])));
  };

  /** The last one, in words. */
  get last(): string {
    const { name, fault, from, to } = this.latest;
    if (name === '') return 'no fault so far';
    const end = to === undefined ? 'on' : `over for ${Math.round((Date.now() - to) / 100) / 10} s`;
    return `${fault} of ${name}, begun ${Math.round((Date.now() - from) / 100) / 10} s ago, ${end}`;
  }

  async inject(signal: AbortSignal): Promise<void> {
    const names = [...this.proxies.keys()];
    for (let turn = 0; !signal.aborted; turn += 1) {
      await rest(PEACE_S * 1_000, signal);
      const name = names[turn % names.length]!;
      const proxy = this.proxies.get(name)!;
      if (signal.aborted) return;
      this.injected += 1;
      this.until.set(name, Infinity);
      // Steps through both lists so that each subgraph meets each fault.
      const fault = FAULTS[(turn + Math.floor(turn / names.length)) % FAULTS.length]!;
      proxy.fault = fault;
      this.latest = { name, fault, from: Date.now() };
      await rest(FAULT_S * 1_000, signal);
      proxy.fault = undefined;
      this.latest.to = Date.now();
      this.until.set(name, Date.now() + AFTERMATH_MS);
    }
  }
}

/** What became of the gateway that is ended again and again. */
export interface Endings {
  terminated: number;
  killed: number;
  /** Milliseconds from SIGTERM until it was gone, the longest. */
  longestDrainMs: number;
}

/** Ends a gateway every half minute, by turns kindly and not, and starts it again. */
export async function endAgainAndAgain(
  gateway: RunningGateway,
  balancer: Balancer,
  endings: Endings,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const begun = Date.now();
    await rest(KILL_EVERY_MS / 3, signal);
    if (signal.aborted) return;
    if ((endings.terminated + endings.killed) % 2 === 0) {
      const ms = await gateway.end('SIGTERM');
      endings.terminated += 1;
      endings.longestDrainMs = Math.max(endings.longestDrainMs, Math.round(ms));
    } else {
      await gateway.end('SIGKILL');
      endings.killed += 1;
    }
    await gateway.start();
    while (!balancer.isReady(gateway.origin) && !signal.aborted) await rest(50, signal);
    await rest(Math.max(0, KILL_EVERY_MS - (Date.now() - begun)), signal);
  }
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
