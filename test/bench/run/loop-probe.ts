import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Preloaded into a measured gateway (`--import`, with `--expose-gc`): tells over IPC how long its event loop stood still since it was asked
 * last, and how much of its heap is in use once what nobody holds has been collected.
 */
const resolutionMs = 5;
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();

process.on('message', (message) => {
  if (message === 'stop') process.exit();
  if (message === 'loop') {
    process.send?.({
      stallMs: Math.max(0, delay.max / 1e6 - resolutionMs),
      p99Ms: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
    });
    delay.reset();
  }
  if (message === 'heap') {
    globalThis.gc?.();
    process.send?.({ heapMb: process.memoryUsage().heapUsed / 1_048_576 });
    delay.reset();
  }
});
