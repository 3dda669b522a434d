import type { BackOffice, Unavailable } from '../domain/ports.ts';

/** After so many calls in a row without an answer a back office is left alone for a while; then one call at a time tries. */
const mostFailures = 3;
const pauseMs = 10_000;

/**
 * Threat: one town's back office hangs, and all who deliver wait for it while other towns get nothing. Rule: while a back office does not
 * answer it is not asked, except by one call every ten seconds; the others are told at once that it does not answer.
 */
export function spareWhenDown(backOffice: BackOffice, now: () => number = Date.now): BackOffice {
  let failures = 0;
  let askAgainAt = 0;
  let isProbing = false;
  let last: Unavailable = { outcome: 'UNAVAILABLE', reason: 'UNREACHABLE' };

  async function ask<Answer extends { outcome: string }>(
    call: () => Promise<Answer | Unavailable>,
  ): Promise<Answer | Unavailable> {
    const isDown = failures >= mostFailures;
    if (isDown && (isProbing || now() < askAgainAt)) return last;
    isProbing = isDown;
    try {
      const answer = await call();
      if (isUnavailable(answer)) {
        failures += 1;
        askAgainAt = now() + pauseMs;
        last = answer;
      } else failures = 0;
      return answer;
    } finally {
      if (isDown) isProbing = false;
    }
  }

  return {
    capabilities: backOffice.capabilities,
    submit: (application) => ask(() => backOffice.submit(application)),
    close: (decision) => ask(() => backOffice.close(decision)),
    papers: (applicationId) => ask(() => backOffice.papers(applicationId)),
  };
}

function isUnavailable(answer: { outcome: string }): answer is Unavailable {
  return answer.outcome === 'UNAVAILABLE';
}
