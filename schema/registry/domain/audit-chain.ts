import { canonicalJson, type Json } from './canonical-json.ts';
import { sha256 } from './sha256.ts';

/** What an entry of the audit log says. */
export interface AuditEvent {
  /** When, RFC 3339. */
  at: string;
  /** Id of the token that did it, or `registry`. */
  actor: string;
  /** Agency of the token; absent for operators of the registry. */
  agency?: string;
  /** What happened: `subgraph.published`, `token.revoked`, … */
  action: string;
  /** What it happened to: `amtgraph@prod/dogs`, a token's id, … */
  subject: string;
  details?: { readonly [name: string]: Json | undefined };
}

/** An entry as it is stored: the canonical bytes that were hashed, not their parts. */
export interface AuditEntry {
  sequence: number;
  text: string;
  previous: string;
  hash: string;
}

/** `previous` of the first entry. */
export const chainStart = '0'.repeat(64);

function link(sequence: number, text: string, previous: string): string {
  return sha256(`${sequence}\n${previous}\n${text}`);
}

/** The entry that follows `last`: its hash covers its number, its text and the hash before it. */
export function nextEntry(last: Pick<AuditEntry, 'sequence' | 'hash'> | undefined, event: AuditEvent): AuditEntry {
  const sequence = (last?.sequence ?? 0) + 1;
  const previous = last?.hash ?? chainStart;
  const text = canonicalJson({ ...event });
  return { sequence, text, previous, hash: link(sequence, text, previous) };
}

/**
 * Looks for the first entry that does not follow from the one before it: changed, taken out, put in or out of order.
 * @returns undefined when the chain holds
 */
export function findBreak(
  entries: Iterable<AuditEntry>,
  after?: Pick<AuditEntry, 'sequence' | 'hash'>,
): { sequence: number; reason: string } | undefined {
  let [sequence, hash] = [after?.sequence ?? 0, after?.hash ?? chainStart];
  for (const entry of entries) {
    sequence += 1;
    if (entry.sequence !== sequence) return { sequence, reason: `entry ${sequence} is missing` };
    if (entry.previous !== hash) return { sequence, reason: 'it does not name the hash of the entry before it' };
    if (entry.hash !== link(sequence, entry.text, entry.previous))
      return { sequence, reason: 'its text is not what was hashed' };
    ({ hash } = entry);
  }
  return undefined;
}
