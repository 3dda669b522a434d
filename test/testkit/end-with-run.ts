import { clearInterval, setInterval } from 'node:timers';
import { afterAll } from '@jest/globals';
import { isAlive } from '../../platform/is-alive.ts';

// Jest's workers would finish their test file when the run that started them is gone, and start more servers in it.
if (process.send) {
  const watch = setInterval(() => {
    if (!isAlive(process.ppid)) process.exit(1);
  }, 500).unref();
  afterAll(() => clearInterval(watch));
}
