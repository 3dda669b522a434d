import { runProcess } from '../run-process.ts';
import { attach } from './attach.ts';
import { runSubgraphCommand } from './subgraph-command.ts';

/** `npm run events -- list | retry ID… | retry --all`: events of payments that were given up. */
runProcess(async () => {
  const system = await attach(undefined);
  try {
    process.exitCode = await runSubgraphCommand(system, ['payments', 'events'], process.argv.slice(2));
  } finally {
    await system.detach();
  }
});
