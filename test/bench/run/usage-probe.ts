/**
 * Preloaded into every measured process (`--import`), whatever it is: tells over IPC what CPU time and memory it has used.
 * With it a gateway is measured as it ships, without a change. `stop` ends it in a way that lets Node write a profile.
 */
process.on('message', (message) => {
  if (message === 'stop') process.exit();
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1_000, rssMb: process.memoryUsage.rss() / 1_048_576 });
});
// Nobody is left to measure for when the benchmark was interrupted.
process.on('disconnect', () => process.exit());
