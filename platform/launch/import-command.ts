import { runProcess } from '../run-process.ts';
import { attach } from './attach.ts';
import { runSubgraphCommand } from './subgraph-command.ts';

/**
 * `npm run import -- …`: catalogues into the directory; plate codes into vehicle registration too, which checks plates against them;
 * `statements FILE…` of the bank into payments.
 */
runProcess(async () => {
  const args = process.argv.slice(2);
  const [kind, ...files] = args;
  const system = await attach(undefined);
  try {
    if (kind === 'statements') {
      process.exitCode = await runSubgraphCommand(system, ['payments', 'import'], files);
      return;
    }
    process.exitCode = await runSubgraphCommand(system, ['directory', 'import'], args);
    if (kind === 'plate-codes' && process.exitCode === 0)
      process.exitCode = await runSubgraphCommand(system, ['vehicle-registration', 'import'], files);
  } finally {
    await system.detach();
  }
});
