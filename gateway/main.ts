import { createLogger } from '../platform/log.ts';
import { runProcess } from '../platform/run-process.ts';
import { closeOnSignals } from '../platform/shutdown.ts';
import { readGatewayConfig } from './config.ts';
import { startGateway } from './gateway.ts';

runProcess(async () => {
  const config = readGatewayConfig();
  const log = createLogger({ process: 'gateway', level: config.LOG_LEVEL });
  const { url, shutdown } = await startGateway(config, log);
  closeOnSignals(shutdown, log);
  log.info({ url }, 'listening');
  process.send?.({ ready: url });
  process.stdout.write(`ready ${url}\n`);
});
