import { describe, expect, test } from '@jest/globals';
import {
  requireAdminOf,
  requireOperator,
  requireRole,
  requireSubgraph,
  type Actor,
} from '../../../../schema/registry/domain/actor.ts';
import { roles } from '../../../../schema/registry/domain/roles.ts';
import { isToken, newToken, tokenId } from '../../../../schema/registry/domain/token-text.ts';

const actor = (about: Partial<Actor> = {}): Actor => ({
  tokenId: 'a',
  holder: 'somebody',
  agency: 'chemnitz',
  role: 'publish',
  subgraphs: null,
  ...about,
});

describe('a role', () => {
  test.each([
    ['read', 'read'],
    ['check', 'read check'],
    ['publish', 'read check publish'],
    ['admin', 'read check publish admin'],
    ['gateway', 'gateway'],
  ] as const)('%s may do what %s may', (has, may) => {
    const allowed = roles.filter((role) => {
      try {
        requireRole(actor({ role: has }), role);
        return true;
      } catch {
        return false;
      }
    });
    expect(allowed.toSorted()).toEqual(may.split(' ').toSorted());
  });

  test('is asked of nobody who is not known', () => {
    expect(() => requireRole(undefined, 'read')).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });
});

describe('a token', () => {
  test('of an agency is no operator, and administers no other agency', () => {
    expect(() => requireOperator(actor({ role: 'admin' }))).toThrow('operators');
    expect(() => requireAdminOf(actor({ role: 'admin' }), 'leipzig')).toThrow('leipzig');
    expect(requireAdminOf(actor({ role: 'admin' }), 'chemnitz').tokenId).toBe('a');
    expect(requireAdminOf(actor({ role: 'admin', agency: null }), 'leipzig').tokenId).toBe('a');
  });

  test('covers the subgraphs of its agency, or those it is bound to', () => {
    expect(() => requireSubgraph(actor(), 'dogs', 'chemnitz')).not.toThrow();
    expect(() => requireSubgraph(actor(), 'dogs', undefined)).not.toThrow();
    expect(() => requireSubgraph(actor(), 'dogs', 'leipzig')).toThrow('belongs to another agency (leipzig)');
    expect(() => requireSubgraph(actor({ subgraphs: ['cats'] }), 'dogs', 'chemnitz')).toThrow('for cats, not for dogs');
  });

  test('is kept as a hash, and found by its id', () => {
    const { id, text, hash } = newToken();
    expect(tokenId(text)).toBe(id);
    expect(isToken(text, hash)).toBe(true);
    expect(isToken(newToken().text, hash)).toBe(false);
    expect(hash).not.toContain(text.slice(21));
    for (const made of ['', 'amt_', `${text}x`, text.slice(0, -1), 'service:amtgraph:1'])
      expect(tokenId(made)).toBeUndefined();
  });
});
