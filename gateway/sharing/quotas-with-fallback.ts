import type { Quotas } from './quotas.ts';

/** Part of a quota that each gateway allows on its own while it cannot see what the others have allowed. */
const SHARE_ALONE = 0.5;

/**
 * Shared quotas, and lower ones of this gateway's own while those cannot be asked. Threat: whoever makes Redis fail, or waits until it does,
 * is without any limit. Rule: without it there is still one, and never an error.
 */
export function quotasWithFallback(shared: Quotas, own: Quotas): Quotas {
  return {
    async take(claims) {
      try {
        return await shared.take(claims);
      } catch {
        return own.take(claims.map((claim) => ({ ...claim, allowed: Math.ceil(claim.allowed * SHARE_ALONE) })));
      }
    },
  };
}
