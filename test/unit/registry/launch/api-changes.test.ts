import { describe, expect, test } from '@jest/globals';
import { apiChanges } from '../../../../schema/registry/launch/api-changes.ts';

const before = `type Query { dogs(first: Int): [Dog] gone: Gone } "A dog." type Dog { "Number." tag: ID! old: Int } type Gone { a: Int } enum Size { S }`;
const codes = async (after: string) =>
  (await apiChanges(before, after)).map(({ code, coordinate }) => `${code} ${coordinate}`);

describe('Changes of the API', () => {
  test('name what is new once, whatever it consists of', async () => {
    const after = `${before.replace('old: Int', 'old: Int "How many." litters(of: Int = 1): [Litter!] @deprecated(reason: "Ask elsewhere.")')}
      "Born together." type Litter implements Group { "How many." size: Int! sizes(unit: Size): Float } interface Group { size: Int! }
      input Wanted { "Up to." age: Int = 2 } enum Colour { "Dark." BLACK WHITE } union Any = Dog | Litter directive @calm(level: Int = 1) on FIELD`;
    expect((await codes(after)).toSorted()).toEqual([
      'DIRECTIVE_ADDED @calm',
      'FIELD_ADDED Dog.litters',
      'TYPE_ADDED Any',
      'TYPE_ADDED Colour',
      'TYPE_ADDED Group',
      'TYPE_ADDED Litter',
      'TYPE_ADDED Wanted',
    ]);
  });

  test('name each addition to what was there, and a deprecation once', async () => {
    const after = before
      .replace('first: Int', 'first: Int, after: String')
      .replace('enum Size { S }', 'enum Size { S "Large." L }')
      .replace('old: Int', 'old: Int @deprecated(reason: "Nobody knows.")');
    expect((await codes(after)).toSorted()).toEqual([
      'ENUM_VALUE_ADDED Size.L',
      'FIELD_ARGUMENT_ADDED Query.dogs.after',
      'FIELD_DEPRECATION_ADDED Dog.old.@deprecated',
    ]);
  });

  test('keep every break, those that break first', async () => {
    const after = before
      .replace(' gone: Gone', '')
      .replace('type Gone { a: Int }', '')
      .replace('"Number."', '"Its number."');
    const found = await codes(after);
    expect(found.slice(0, 2).toSorted()).toEqual(['FIELD_REMOVED Query.gone', 'TYPE_REMOVED Gone']);
    expect(found.slice(2)).toEqual(['FIELD_DESCRIPTION_CHANGED Dog.tag']);
  });
});
