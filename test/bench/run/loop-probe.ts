import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Preloaded into a measured gateway (`--import`, with `--expose-gc`): tells over IPC how long its event loop stood still since it was asked
 * last, and how much of its heap is in use once what nobody holds has been collected.
 */
const resolutionMs = 5;
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();

/** Most CPU time, in microseconds, that the loop's thread used between two turns of a timer: what it worked, not what it waited for a core. */
let mostCpu = 0;
let before = cpu();
setInterval(() => {
  const now = cpu();
  mostCpu = Math.max(mostCpu, now - before);
  before = now;
}, resolutionMs).unref();

function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

function reset(): void {
  delay.reset();
  mostCpu = 0;
  before = cpu();
}

process.on('message', (message) => {
  if (message === 'stop') process.exit();
  if (message === 'loop') {
    process.send?.({
      stallMs: Math.max(0, delay.max / 1e6 - resolutionMs),
      cpuMs: Math.max(0, mostCpu / 1e3 - resolutionMs),
    });
    reset();
  }
  if (message === 'heap') {
    globalThis.gc?.();
    process.send?.({ heapMb: process.memoryUsage().heapUsed / 1_048_576 });
    reset();
  }
});
