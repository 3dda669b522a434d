import { createHmac } from 'node:crypto';

/** The subgraph that keeps accounts and so knows the issuer's `sub` itself. */
const accountKeeper = 'identity';

/** The pseudonym under which one subgraph knows a person; two subgraphs cannot join theirs (docs/decisions/001). */
export function sectorIdentifier(secret: string, subgraph: string, subject: string): string {
  if (subgraph === accountKeeper) return subject;
  return createHmac('sha256', secret).update(`${subgraph}:${subject}`).digest('base64url');
}
