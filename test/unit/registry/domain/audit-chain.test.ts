import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  findBreak,
  nextEntry,
  type AuditEntry,
  type AuditEvent,
} from '../../../../schema/registry/domain/audit-chain.ts';

const event = fc.record({
  at: fc.constant('2026-11-22T00:00:00.000Z'),
  actor: fc.string(),
  action: fc.constantFrom('subgraph.published', 'token.revoked'),
  subject: fc.string(),
});

function chainOf(events: readonly AuditEvent[]): AuditEntry[] {
  const chain: AuditEntry[] = [];
  for (const one of events) chain.push(nextEntry(chain.at(-1), one));
  return chain;
}

/** Ways to tamper with a chain at a place. */
const tampering: Record<string, (chain: AuditEntry[], at: number) => AuditEntry[]> = {
  'an entry with another text': (chain, at) => chain.with(at, { ...chain[at]!, text: `${chain[at]!.text} ` }),
  'an entry taken out': (chain, at) => chain.toSpliced(at, 1),
  'an entry put in': (chain, at) => chain.toSpliced(at, 0, { ...chain[at]!, text: '{}' }),
  'two entries exchanged': (chain, at) => chain.with(at, chain[at + 1]!).with(at + 1, chain[at]!),
  'an entry with another hash': (chain, at) => chain.with(at, { ...chain[at]!, hash: 'f'.repeat(64) }),
};

describe('the audit chain', () => {
  test('holds whatever was written into it', () => {
    fc.assert(fc.property(fc.array(event), (events) => expect(findBreak(chainOf(events))).toBeUndefined()));
  });

  test('holds when it is read in parts', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 2 }), fc.nat(), (events, cut) => {
        const chain = chainOf(events);
        const at = 1 + (cut % (chain.length - 1));
        expect(findBreak(chain.slice(at), chain[at - 1])).toBeUndefined();
      }),
    );
  });

  test.each(Object.entries(tampering))('does not hold with %s', (_, tamper) => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 3, maxLength: 12 }), fc.nat(), (events, place) => {
        const at = place % (events.length - 1);
        expect(findBreak(tamper(chainOf(events), at))).toBeDefined();
      }),
    );
  });

  test('does not hold when an entry is written again with a chain of its own hash after it', () => {
    const chain = chainOf([0, 1, 2].map((n) => ({ at: '', actor: 'a', action: 'x', subject: String(n) })));
    const forged = nextEntry(chain[0], { at: '', actor: 'b', action: 'x', subject: '1' });
    expect(findBreak([chain[0]!, forged, chain[2]!])).toEqual({
      sequence: 3,
      reason: 'it does not name the hash of the entry before it',
    });
  });
});
