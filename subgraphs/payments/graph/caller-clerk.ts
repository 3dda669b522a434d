import type { Caller } from '../../kit/caller/caller.ts';
import { subgraphError } from '../../kit/errors.ts';

interface CallingClerk {
  sub: string;
  authority: string;
}

/** A clerk, as the gateway vouches for them. */
export function clerkOf(caller: Caller): CallingClerk | undefined {
  return (caller as { clerk?: CallingClerk }).clerk;
}

/** @throws FORBIDDEN for anybody else */
export function requireClerk(caller: Caller): CallingClerk {
  const clerk = clerkOf(caller);
  if (clerk) return clerk;
  throw subgraphError('FORBIDDEN', 'This is for clerks of an authority.', 403);
}
