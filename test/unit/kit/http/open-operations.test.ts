import { expect, test } from '@jest/globals';
import { asksOnlyForTheSchema } from '../../../../subgraphs/kit/http/open-operations.ts';

test.each([
  '{ _service { sdl } }',
  'query Q { _service { sdl } __typename }',
  '{ __typename }',
  '{ s: _service { sdl } }',
])('%s needs no assertion', (query) => {
  expect(asksOnlyForTheSchema({ query }, undefined)).toBe(true);
});

test.each([
  '{ me { id } }',
  '{ _service { sdl } me { id } }',
  '{ _service: me { id } }',
  '{ ...F } fragment F on Query { me { id } }',
  '{ ... { me { id } } }',
  '{ _entities(representations: []) { __typename } }',
  'query A { _service { sdl } } query B { me { id } }',
  '{ __schema { types { name } } }',
  '{ _service { sdl }',
  `{ _service { sdl } } # ${'x'.repeat(500)}`,
  `{ ${'__typename '.repeat(60)} }`,
])('%s needs one', (query) => {
  expect(asksOnlyForTheSchema({ query }, undefined)).toBe(false);
});

test('who brings an assertion is checked by it, whatever they ask', () => {
  expect(asksOnlyForTheSchema({ query: '{ _service { sdl } }' }, 'x')).toBe(false);
  expect(asksOnlyForTheSchema({ query: '{ _service { sdl } }' }, ['x', 'y'])).toBe(false);
});

test.each([null, undefined, 'text', [], {}, { query: 1 }, [{ query: '{ _service { sdl } }' }]])(
  '%p is no request for the schema',
  (body) => {
    expect(asksOnlyForTheSchema(body, undefined)).toBe(false);
  },
);
