import { jest } from '@jest/globals';

/** A machine that stood still needs a moment, and a gateway that has been overloaded by that looks at itself every two seconds. */
const CALM_AGAIN_MS = 3_000;

// Two cores carry two test processes, a browser and several servers in CI: a test that fails there is tried once more, and the first failure is shown.
if (process.env['CI']) jest.retryTimes(1, { logErrorsBeforeRetry: true, waitBeforeRetry: CALM_AGAIN_MS });
