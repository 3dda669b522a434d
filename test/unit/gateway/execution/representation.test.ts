import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { FieldFailure } from '../../../../gateway/execution/field-failure.ts';
import { ObjectText } from '../../../../gateway/execution/representation.ts';
import { TypeConditions } from '../../../../gateway/execution/type-conditions.ts';
import type { RequiredSelection } from '../../../../gateway/planning/plan.ts';

const types = new TypeConditions(
  buildSchema(/* GraphQL */ `
    interface Media {
      id: ID
    }
    type Book implements Media {
      id: ID
      pages: Int
    }
    type Query {
      media: Media
    }
  `),
);

const field = (key: string, as = key, selections: RequiredSelection[] = []): RequiredSelection => {
  return { kind: 'field', key, as, selections };
};
const on = (name: string, ...selections: RequiredSelection[]): RequiredSelection => {
  return { kind: 'type', name, selections };
};
const media = new ObjectText(
  [
    on('Media', field('__typename'), field('id')),
    on('Book', field('_p0', 'price'), field('size', 'size', [field('w')])),
  ],
  types,
);

describe('a representation', () => {
  test('takes what is required of the entity’s own type and of its interfaces', () => {
    const book = { __typename: 'Book', id: '1', _p0: 3, size: { w: 2, h: 1 }, other: true };
    expect(media.representation(book)).toBe('{"__typename":"Book","id":"1","price":3,"size":{"w":2}}');
    expect(media.representation({ __typename: 'Media', id: '1' })).toBe('{"__typename":"Media","id":"1"}');
  });

  test('goes through lists and keeps nulls', () => {
    const book = { __typename: 'Book', id: '1', _p0: null, size: [{ w: 1 }, null] };
    expect(media.representation(book)).toBe('{"__typename":"Book","id":"1","price":null,"size":[{"w":1},null]}');
  });

  test('is not made where something required is absent, or of another type', () => {
    expect(media.representation({ __typename: 'Book', id: '1' })).toBeUndefined();
    expect(media.representation({ __typename: 'Query', id: '1' })).toBeUndefined();
    expect(media.representation({ id: '1' })).toBeUndefined();
    expect(media.representation({ __typename: 'made up', id: '1' })).toBeUndefined();
  });

  test('is the failure of what it needs', () => {
    const failure = new FieldFailure([]);
    expect(media.representation({ __typename: 'Media', id: failure })).toBe(failure);
  });
});
