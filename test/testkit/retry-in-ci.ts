import { jest } from '@jest/globals';

// Two cores carry two test processes, a browser and several servers in CI: a test that fails there is tried once more, and the first failure is shown.
if (process.env['CI']) jest.retryTimes(1, { logErrorsBeforeRetry: true });
