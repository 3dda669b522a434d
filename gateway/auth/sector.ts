import { createHmac } from 'node:crypto';

/** The subgraph that keeps accounts and so knows the issuer's `sub` itself. */
const accountKeeper = 'identity';

function derive(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** The pseudonym under which one subgraph knows a citizen; two subgraphs cannot join theirs (docs/decisions/001). */
export function sectorIdentifier(secret: string, subgraph: string, subject: string): string {
  return subgraph === accountKeeper ? subject : derive(secret, `${subgraph}:${subject}`);
}

/** `Citizen.id` of a login session. */
export function sessionHandle(secret: string, session: string, subject: string): string {
  return derive(secret, `session:${session}:${subject}`);
}
