import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { moment, stolenMs } from './main-thread.ts';
import type { Moment, Stolen } from './main-thread.ts';

/**
 * Preloaded into a measured gateway (`--import`, with `--expose-gc`): tells over IPC how long its event loop stood still since it was asked
 * last and what it did meanwhile, and how much of its heap is in use once what nobody holds has been collected.
 */
const resolutionMs = 5;

/** A time in which no timer ran although it should have; all in milliseconds. */
export interface Stall {
  /** How long, by the wall clock. */
  stallMs: number;
  /** Of it: the thread had something to do and no core, since others of this machine had them, or its host. */
  corelessMs: number;
  /** The rest: it worked, or waited for a lock or for memory. This is what the gateway itself has to answer for, at most. */
  ownMs: number;
  /** And at least: what the host took of the other cores may have been taken from this thread too, before it changed cores, or from one that it waited for. */
  ownAtLeastMs: number;
  /** Of `ownMs`: it worked. */
  workedMs: number;
  /** While garbage was collected, whoever had the core. */
  collectedMs: number;
  /** What the host took of all cores of this machine meanwhile. */
  stolenMs: number;
}

export interface Stalls {
  /** The longest by the wall clock. */
  longest: Stall;
  /** The longest without the wait for a core. */
  longestOwn: Stall;
  /** The longest of which neither the wait nor anything that the host took is an explanation. */
  longestOwnAtLeast: Stall;
  /** Milliseconds looked at. */
  observedMs: number;
  /** What the host took of all cores in them. */
  stolenMs: number;
}

interface Gap {
  from: Moment;
  to: Moment;
  stolen: Stolen;
}

const none: Stall = { stallMs: 0, corelessMs: 0, ownMs: 0, ownAtLeastMs: 0, workedMs: 0, collectedMs: 0, stolenMs: 0 };
let collections: { startTime: number; duration: number }[] = [];
let gaps: Gap[] = [];
let before = moment();
let observedFrom = before;

new PerformanceObserver((list) => collections.push(...list.getEntries())).observe({ entryTypes: ['gc'] });
setInterval(look, resolutionMs).unref();

function look(): void {
  const now = moment();
  // Shorter ones are the timer's own.
  if (now.atMs - before.atMs > 2 * resolutionMs) gaps.push({ from: before, to: now, stolen: stolenMs(before, now) });
  before = now;
}

function stallOf({ from, to, stolen }: Gap): Stall {
  const stallMs = to.atMs - from.atMs - resolutionMs;
  // Time that the host takes while the thread works counts as worked in the kernel's eyes, and not as waited.
  const waitedMs = to.waitedMs - from.waitedMs;
  const corelessMs = Math.min(stallMs, waitedMs + stolen.here);
  const ownMs = stallMs - corelessMs;
  const ownAtLeastMs = Math.max(0, stallMs - waitedMs - stolen.everywhere);
  const collectedMs = collections.reduce((sum, { startTime, duration }) => {
    return sum + Math.max(0, Math.min(startTime + duration, to.atMs) - Math.max(startTime, from.atMs));
  }, 0);
  const workedMs = Math.min(ownMs, to.ranMs - from.ranMs);
  return { stallMs, corelessMs, ownMs, ownAtLeastMs, workedMs, collectedMs, stolenMs: stolen.everywhere };
}

function stalls(): Stalls {
  const all = gaps.map(stallOf);
  const longestBy = (measure: (stall: Stall) => number): Stall =>
    all.reduce((longest, stall) => (measure(stall) > measure(longest) ? stall : longest), none);
  return {
    longest: longestBy(({ stallMs }) => stallMs),
    longestOwn: longestBy(({ ownMs }) => ownMs),
    longestOwnAtLeast: longestBy(({ ownAtLeastMs }) => ownAtLeastMs),
    observedMs: before.atMs - observedFrom.atMs,
    stolenMs: stolenMs(observedFrom, before).everywhere,
  };
}

function reset(): void {
  collections = [];
  gaps = [];
  before = moment();
  observedFrom = before;
}

async function answer(message: unknown): Promise<void> {
  if (message === 'stop') process.exit();
  if (message === 'loop') {
    look();
    // What was collected in the last gap is told a turn later.
    await nextTurn();
    process.send?.(stalls());
    reset();
  }
  if (message === 'heap') {
    globalThis.gc?.();
    process.send?.({ heapMb: process.memoryUsage().heapUsed / 1_048_576 });
    reset();
  }
}

process.on('message', (message) => void answer(message));
