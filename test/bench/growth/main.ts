import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { runProcess, StartError } from '../../../platform/run-process.ts';
import { graphGrowth } from './graph-growth.ts';
import { systemGrowth } from './system-growth.ts';

const HELP = `npm run bench:growth -- [options]
  --only PART     graph or system; both unless told
  --seconds N     measure the whole system for N seconds each; 4 unless told
  --results FILE  write the tables as Markdown, with date and machine
`;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string', default: '4' },
    results: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);

runProcess(async () => {
  if (options.help) return say(HELP);
  const { only } = options;
  if (only !== undefined && only !== 'graph' && only !== 'system')
    throw new StartError(`Expected --only graph or system, but got "${only}".`);
  const parts: string[] = [heading()];
  if (only !== 'system') parts.push('## The engine, as subgraphs grow in number', await graphGrowth(say));
  if (only !== 'graph') {
    const [byConnections, byData] = await systemGrowth(Number(options.seconds), say);
    parts.push('## The whole system, as clients grow in number', byConnections);
    parts.push('## The whole system, as the data of each citizen grow', byData);
  }
  const text = `${parts.join('\n\n')}\n`;
  say(text);
  if (options.results !== undefined) await writeFile(options.results, text);
});

function heading(): string {
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const command = ['npm run bench:growth --', ...process.argv.slice(2)].join(' ');
  return `# Growth\n\n${new Date().toISOString().slice(0, 10)} · ${machine} · Node ${process.version} · \`${command}\``;
}
