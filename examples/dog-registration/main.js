import { readConfig } from './config.js';
import { startDogRegistration } from './server.js';

try {
  const running = await startDogRegistration(readConfig());
  process.stdout.write(`dog-registration listens at ${running.url}/graphql\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void running.close());
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
