import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../schema/registry/checks/check.ts';
import { checkComposition } from '../../../../schema/registry/checks/composition/check-composition.ts';
import { change, linkLines, version } from './change.ts';

const ours = `"Ours." type Query { animals: [Animal] old: Int @override(from: "nobody") }
"An animal." type Animal @key(fields: "id") { id: ID! name: String! @shareable weight(unit: Int, exact: Boolean): Int @shareable }
enum Unused { ONE }
enum Wanted { YES NO }
enum Told { LEFT RIGHT }
input Search { name: String size: Int = 3 wanted: Wanted }
union Found = Cat | Stone
type Cat @shareable { lives: Int colour: String }
type Stone @shareable { grams: Int }
type Mutation { search(input: Search): Cat @shareable }
extend type Query { found: Found @shareable told: Told @shareable }`;
const theirs = `"Theirs." type Query { others: [Animal] }
"Another animal." type Animal @key(fields: "id") { id: ID! name: String @shareable weight(unit: Int): Int @shareable }
enum Wanted { YES }
enum Told { LEFT }
input Search { size: Int wanted: Wanted }
union Found = Cat
type Cat @shareable { lives: Int }
type Mutation { search(input: Search): Cat @shareable }
extend type Query { found: Found @shareable told: Told @shareable }`;

const { status, findings } = checkComposition(change([version('theirs', theirs)], version('ours', ours)));
const about = (code: string, coordinate: string): Finding | undefined =>
  findings.find((finding) => finding.code === code && finding.coordinate === coordinate);

describe('A hint of composition', () => {
  test.each([
    ['INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE', 'Animal.name', 'note', 2, 'can never be null'],
    ['INCONSISTENT_ARGUMENT_PRESENCE', 'Animal.weight(exact:)', 'warning', 2, 'Define it in all subgraphs'],
    ['INCONSISTENT_DEFAULT_VALUE_PRESENCE', 'Search.size', 'warning', 6, 'the same default'],
    ['INCONSISTENT_INPUT_OBJECT_FIELD', 'Search.name', 'warning', 6, 'an input type of its own'],
    ['INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM', 'Wanted.NO', 'warning', 4, 'Add the value'],
    ['INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM', 'Told.RIGHT', 'note', 5, 'Nothing has to be done'],
    ['INCONSISTENT_OBJECT_VALUE_TYPE_FIELD', 'Cat', 'note', 8, 'Define the field'],
    ['INCONSISTENT_UNION_MEMBER', 'Found', 'note', 7, 'Nothing has to be done'],
    ['INCONSISTENT_DESCRIPTION', 'Animal', 'note', 2, 'words of the owner'],
    ['FROM_SUBGRAPH_DOES_NOT_EXIST', 'Query.old', 'warning', 1, 'Correct the name'],
    // Composition tells no place for these two, and for the first not even a subgraph.
    ['UNUSED_ENUM_TYPE', 'Unused', 'note', 3, 'remove it'],
    ['INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN', 'Query.found', 'warning', 11, 'leave the field to one'],
  ])('%s says what, where, why and how to mend it', (code, coordinate, severity, line, remedy) => {
    expect(about(code, coordinate)).toMatchObject({
      severity,
      location: { subgraph: 'ours', line: linkLines + line, column: expect.any(Number) },
      why: expect.stringMatching(/^.{30,}\.$/),
      remedy: expect.stringContaining(remedy),
    });
  });

  test('stops nothing, stands in one line and never says that subgraphs do not fit together', () => {
    expect(status).toBe('completed');
    expect(findings.length).toBeGreaterThan(10);
    for (const { message, why, remedy } of findings) {
      expect(message).not.toContain('\n');
      expect(`${why} ${remedy}`).not.toMatch(/not fit together|no supergraph/);
    }
  });

  test('is explained in general where it is a new one', () => {
    const input = change([], version('ours', ours));
    const hints = [{ code: 'BRAND_NEW', message: 'Something about "ours".' }];
    const result = checkComposition({ ...input, composition: { supergraphSdl: '', apiSdl: '', hints } });
    expect(result.findings).toMatchObject([
      { severity: 'note', why: expect.stringContaining('The subgraphs compose') },
    ]);
  });

  test('about others is left to them', () => {
    const bystander = version('bystander', 'type Query { nothing: Int }');
    const result = checkComposition(change([version('theirs', theirs), version('ours', ours)], bystander));
    expect(result.findings).toEqual([]);
  });

  test('about what a subgraph lacks is said at its type', () => {
    const before = [version('ours', ours), version('bystander', 'type Query { nothing: Int }')];
    const result = checkComposition(change(before, version('theirs', theirs)));
    expect(result.findings.find(({ coordinate }) => coordinate === 'Search.name')).toMatchObject({
      location: { subgraph: 'theirs', line: linkLines + 5 },
    });
  });
});
