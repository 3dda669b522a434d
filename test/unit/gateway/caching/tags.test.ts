import { describe, expect, test } from '@jest/globals';
import { entityTags, goneTags, rootTags, type Invalidation } from '../../../../gateway/caching/tags.ts';

const part = (types: readonly string[]) => ({
  alias: undefined,
  representations: undefined,
  selection: '',
  variables: [],
  maxAge: 1,
  types,
});
const keys = new Set(['id', 'ags']);
const kept = {
  'an authority by its id': entityTags('directory', part([]), { __typename: 'Authority', id: '1' }, keys),
  'another by its id': entityTags('directory', part([]), { __typename: 'Authority', id: '2' }, keys),
  'one by its AGS': entityTags('directory', part([]), { __typename: 'Authority', ags: '14713000' }, keys),
  'what another subgraph knows of it': entityTags('taxes', part([]), { __typename: 'Authority', id: '1' }, keys),
  'an office with its authority': entityTags(
    'appointments',
    part(['Authority']),
    { __typename: 'Office', id: '1' },
    keys,
  ),
  'a list of authorities': rootTags('directory', part(['Query', 'Authority'])),
  'a service': entityTags('directory', part([]), { __typename: 'Service', id: '1' }, keys),
};

const gone = (invalidation: Invalidation): string[] => {
  const tags = goneTags(invalidation);
  return Object.entries(kept).flatMap(([name, own]) => (own.some((tag) => tags.includes(tag)) ? [name] : []));
};

describe('What is invalidated', () => {
  test('by a type is every object of it, also inside others', () => {
    expect(gone({ type: 'Authority' })).toEqual([
      'an authority by its id',
      'another by its id',
      'one by its AGS',
      'what another subgraph knows of it',
      'an office with its authority',
      'a list of authorities',
    ]);
    expect(gone({ type: 'Query' })).toEqual(['a list of authorities']);
  });

  test('by a key is that entity, and everything that may be it', () => {
    expect(gone({ type: 'Authority', key: { id: '1' } })).toEqual([
      'an authority by its id',
      'one by its AGS',
      'what another subgraph knows of it',
      'an office with its authority',
      'a list of authorities',
    ]);
    expect(gone({ type: 'Service', key: { id: '2' } })).toEqual([]);
    expect(gone({ type: 'Service', key: { id: '1' } })).toEqual(['a service']);
  });

  test('by a subgraph is what came from it, all or of one type', () => {
    expect(gone({ subgraph: 'taxes' })).toEqual(['what another subgraph knows of it']);
    expect(gone({ subgraph: 'appointments', type: 'Authority' })).toEqual(['an office with its authority']);
  });
});
