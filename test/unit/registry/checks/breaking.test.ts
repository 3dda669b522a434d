import { describe, expect, test } from '@jest/globals';
import { checkBreaking } from '../../../../schema/registry/checks/breaking/check-breaking.ts';
import type { CheckInput, UsageRow } from '../../../../schema/registry/checks/check.ts';
import { change, version, type ChangeOptions } from './change.ts';

const before = `
type Query {
  dogs(first: Int, filter: Filter, kind: Kind): [Dog!]
  pet: Pet
  any: Any
}
type Mutation { register(input: Registration!): Dog }
type Dog implements Pet @key(fields: "id") { id: ID! name: String tag: Tag }
interface Pet { id: ID! name: String }
type Tag { number: Int weight: Int! colour: Colour }
union Any = Dog | Tag
enum Kind { BIG SMALL }
enum Colour { RED BLUE }
input Filter { name: String inner: Inner }
input Inner { x: Int }
input Registration { name: String kind: Kind }`;

const used = (...coordinates: string[]): UsageRow[] =>
  coordinates.map((coordinate) => ({ coordinate, client: 'web', count: 40 }));

function input(from: string | RegExp, to: string, usage: readonly UsageRow[], options: ChangeOptions = {}): CheckInput {
  const after = before.replace(from, to);
  if (after === before) throw new Error(`Expected ${String(from)} in the schema.`);
  return change([version('dogs', before)], version('dogs', after), { usage, requests: 1_000, ...options });
}

describe('A change that takes something from clients', () => {
  test.each([
    ['a field', ' number: Int weight', ' weight', ['Tag.number'], 'Tag.number'],
    ['a field that is asked of an interface', / name: String(?= tag|\s*\})/g, '', ['Pet.name'], 'Dog.name'],
    ['an argument', 'first: Int, ', '', ['Query.dogs(first:)'], 'Query.dogs(first:)'],
    ['the type of a field', 'number: Int', 'number: String', ['Tag.number'], 'Tag.number'],
    ['that a field is never null', 'weight: Int!', 'weight: Int', ['Tag.weight'], 'Tag.weight'],
    ['a value that is answered', 'RED BLUE', 'RED', ['Tag.colour'], 'Colour.BLUE'],
    ['a value that is written out', 'BIG SMALL', 'BIG', ['Kind.SMALL'], 'Kind.SMALL'],
    ['a value that may be in a variable', 'BIG SMALL', 'BIG', ['Kind'], 'Kind.SMALL'],
    ['a field of an input type that may be in a variable', 'name: String inner', 'inner', ['Filter'], 'Filter.name'],
    ['a field of an input type inside one that may be in a variable', 'x: Int', 'y: Int', ['Inner'], 'Inner.x'],
    ['a member of a union', 'Dog | Tag', 'Dog', ['Query.any'], 'Any'],
    ['that an argument may be left out', 'kind: Kind)', 'kind: Kind!)', ['Query.dogs'], 'Query.dogs(kind:)'],
    ['that an input field may be left out', 'kind: Kind }', 'kind: Kind! }', ['Registration'], 'Registration.kind'],
    ['a type', /union Any .*|any: Any/g, '', ['Query.any'], 'Any'],
  ])('(%s) breaks those who use it, and nobody else', async (_, from, to, traces, coordinate) => {
    const subject = input(from, to, used(...traces));
    const result = await checkBreaking(subject);
    const about = result.findings.filter((finding) => finding.coordinate === coordinate);
    expect(about.map(({ severity }) => severity)).toContain('error');
    expect(about.find(({ severity }) => severity === 'error')?.why).toMatch(
      /^In 30 days 40 requests used it, 4 % of all: web \(40\)\.$/,
    );

    const unused = await checkBreaking({ ...subject, usage: used('Query.pet') });
    expect(unused.status).toBe('completed');
    expect(unused.findings.find((finding) => finding.coordinate === coordinate)).toMatchObject({
      severity: 'warning',
      why: 'Nobody has used it in 30 days.',
    });
  });

  test('breaks somebody as long as nothing has been recorded', async () => {
    const result = await checkBreaking(input(' number: Int weight', ' weight', [], { requests: 0 }));
    expect(result.status).toBe('failed');
    expect(result.findings[0]?.why).toContain('nobody can say');
  });

  test('is let through below both thresholds', async () => {
    const few = { minimalUsage: { requests: 50, percent: 5 } };
    expect(
      (await checkBreaking(input(' number: Int weight', ' weight', used('Tag.number'), { policy: few }))).status,
    ).toBe('completed');
    const manyRequests = { minimalUsage: { requests: 30, percent: 5 } };
    expect(
      (await checkBreaking(input(' number: Int weight', ' weight', used('Tag.number'), { policy: manyRequests })))
        .status,
    ).toBe('failed');
    const largePart = { minimalUsage: { requests: 50, percent: 3 } };
    expect(
      (await checkBreaking(input(' number: Int weight', ' weight', used('Tag.number'), { policy: largePart }))).status,
    ).toBe('failed');
  });

  test('names the clients, the busiest first, and not all of a hundred', async () => {
    const usage = Array.from({ length: 100 }, (_, index) => ({
      coordinate: 'Tag.number',
      client: `client-${index}`,
      count: index + 1,
    }));
    const { findings } = await checkBreaking(input(' number: Int weight', ' weight', usage));
    const finding = findings.find(({ coordinate }) => coordinate === 'Tag.number');
    expect(finding?.why).toContain(
      'client-99 (100), client-98 (99), client-97 (98), client-96 (97), client-95 (96) and 95 more.',
    );
  });

  test('passes once those who run the graph agree, also when it is checked again beside other changes', async () => {
    const subject = input(' number: Int weight', ' weight', used('Tag.number'));
    const approvals = (await checkBreaking(subject)).findings.map(({ key }) => ({ key, agency: 'graph' }));
    expect((await checkBreaking({ ...subject, approvals })).status).toBe('completed');
    expect(
      (await checkBreaking({ ...subject, approvals: approvals.map(({ key }) => ({ key, agency: 'dogs' })) })).status,
    ).toBe('failed');
    const more = before.replace(' number: Int weight', ' weight').replace('colour: Colour', 'colour: Colour chip: Int');
    const again = change([version('dogs', before)], version('dogs', more), {
      usage: used('Tag.number'),
      requests: 1_000,
      approvals,
    });
    expect((await checkBreaking(again)).status).toBe('completed');
    const worse = before.replace(' number: Int weight', ' weight').replace('first: Int, ', '');
    const other = change([version('dogs', before)], version('dogs', worse), {
      usage: used('Tag.number', 'Query.dogs(first:)'),
      requests: 1_000,
      approvals,
    });
    expect((await checkBreaking(other)).status).toBe('failed');
  });
});

describe('A change that adds', () => {
  test('breaks nobody', async () => {
    const result = await checkBreaking(input('number: Int', 'number: Int chip: Int', used('Tag.number')));
    expect(result).toMatchObject({ status: 'completed', findings: [] });
  });

  test('a value is shown, since clients may not know what to do with it', async () => {
    const result = await checkBreaking(input('RED BLUE', 'RED BLUE GREEN', used('Tag.colour')));
    expect(result.status).toBe('completed');
    expect(result.findings).toMatchObject([
      { code: 'ENUM_VALUE_ADDED', severity: 'warning', location: { subgraph: 'dogs' } },
    ]);
  });
});

describe('Breaking changes', () => {
  test('are not looked for when nothing is live or nothing composes', async () => {
    expect(await checkBreaking(change([], version('dogs', before)))).toMatchObject({ status: 'skipped' });
    const subject = input('number: Int', 'number: Intt', []);
    expect(await checkBreaking(subject)).toMatchObject({ status: 'skipped' });
  });
});
