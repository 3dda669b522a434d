import { Command, InvalidArgumentError } from 'commander';
import { runProcess } from '../run-process.ts';
import { attach } from './attach.ts';
import { seedSystem } from './seed-system.ts';

const parseCount = (text: string) => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000)
    throw new InvalidArgumentError(`expected a number from 1 to 1,000,000, but got ${text}.`);
  return count;
};

runProcess(async () => {
  const { citizens, data } = new Command('npm run seed --')
    .description('Writes specimen citizens with vehicles, appointments, payments and fees (development).')
    .option('--citizens <count>', 'how many in all, the dozen known by name among them', parseCount, 12)
    .option('--data <folder>', 'the data folder; by default that of the running system, or .data')
    .parse()
    .opts<{ citizens: number; data?: string }>();
  const system = await attach(data);
  try {
    const done = new Map<string, number>();
    const started = Date.now();
    await seedSystem(system.plan, system.adminUrl, {
      citizens,
      onProgress(subgraph, count) {
        done.set(subgraph, count);
        const all = [...done.values()].reduce((sum, each) => sum + each, 0);
        const share = Math.floor((100 * all) / (citizens * system.plan.subgraphs.length));
        if (process.stderr.isTTY) process.stderr.write(`\r${share} %  ${subgraph} ${count} of ${citizens}`.padEnd(60));
      },
    });
    if (process.stderr.isTTY) process.stderr.write('\n');
    process.stdout.write(
      `${citizens} citizens in ${done.size} subgraphs, ${((Date.now() - started) / 1_000).toFixed(1)} s\n`,
    );
  } finally {
    await system.detach();
  }
});
