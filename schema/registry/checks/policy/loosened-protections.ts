import { placeOf } from '../finding.ts';
import { graphItself } from '../../domain/actor.ts';
import { keepsAnybodyOut, protectionsAt, written } from '../subgraph/protections.ts';
import { readSubgraph } from '../subgraph/read-subgraph.ts';
import type { PolicyRule } from './rule.ts';

/**
 * Threat: a protection that goes with an update (a merge that went wrong, a stolen token) opens what was closed, and clients notice nothing. Rule: a field or
 * type that was protected and no longer is at all needs a second pair of eyes; other changes of a protection are shown.
 */
export const protectionsStay: PolicyRule = ({ input, subgraph }) => {
  const live = input.current.find(({ name }) => name === input.subgraph);
  const before = live && readSubgraph(live);
  if (!before) return [];
  return [...before.schema.allNamedSchemaElement()].flatMap(({ coordinate }) => {
    const element = subgraph.schema.elementByCoordinate(coordinate);
    const old = protectionsAt(before, coordinate).filter(keepsAnybodyOut).map(written);
    if (!element || old.length === 0) return [];
    const next = protectionsAt(subgraph, coordinate).filter(keepsAnybodyOut).map(written);
    if (old.every((protection) => next.includes(protection))) return [];
    const isOpen = next.length === 0;
    return {
      code: isOpen ? 'PROTECTION_REMOVED' : 'PROTECTION_CHANGED',
      severity: isOpen ? ('error' as const) : ('warning' as const),
      message: `${coordinate} was protected by ${old.join(' ')} and would be ${isOpen ? 'open' : `protected by ${next.join(' ')}`}.`,
      why: 'Who may see it changes for all clients at once.',
      remedy: isOpen
        ? 'Put the protection back, or ask those who run the graph to approve.'
        : 'Make sure that this is meant.',
      coordinate,
      detail: next.join(' '),
      ...(isOpen && { approvableBy: [graphItself] }),
      ...placeOf(input.subgraph, element.sourceAST),
    };
  });
};
