import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { expectRefused, othersUnharmed, warmUp } from './others-unharmed.ts';
import { protectedGraph } from './protected/graph.ts';
import { startTestGateway, type TestGateway } from './running-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway(protectedGraph);
  await warmUp(gateway);
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
});

const times = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join(' ');
const deep = (levels: number): string => `{ strict ${'{ inner '.repeat(levels)}{ open }${' }'.repeat(levels)} }`;

/** Fragments of which each spreads the next one twice. */
const bomb = (levels: number, twice: (next: string) => string): string =>
  `{ strict { ...F0 } } ${times(levels, (level) => `fragment F${level} on Strict { ${twice(`...F${level + 1}`)} }`)} fragment F${levels} on Strict { open }`;

describe('A document that is refused by a limit', () => {
  test.each([
    ['depth', 'nested too deep', deep(12)],
    ['tokens', 'nested so deep that a parser may fail', deep(15_000)],
    ['aliases', 'with many aliases', `{ strict { ${times(31, (n) => `a${n}: open`)} } }`],
    ['repeats', 'with equal fields that are compared inside', `{ strict { ${times(480, () => 'inner { open }')} } }`],
    [
      'repeats',
      'with equal fields in inline fragments',
      `{ strict { ${times(200, () => '... { inner { open } }')} } }`,
    ],
    ['rootFields', 'with many fields at its root', `{ ${times(21, () => 'open')} }`],
    ['tokens', 'with thousands of equal fields', `{ ${times(5_000, () => 'open')} }`],
    ['tokens', 'of 200 KB', `{ ${times(40_000, () => 'open')} }`],
    ['directives', 'with many directives', `{ open ${times(51, () => '@skip(if: false)')} }`],
    ['selections', 'that is a bomb of fragments', bomb(16, (next) => `inner { ${next} } a: inner { ${next} }`)],
    [
      'selections',
      'that is a bomb of fragments without aliases',
      bomb(30, (next) => `inner { ${next} } inner { ${next} }`),
    ],
    ['selections', 'that is a bomb of bare spreads', bomb(40, (next) => `${next} ${next}`)],
    [
      'selections',
      'with a bomb that nobody spreads',
      bomb(20, (next) => `inner { ${next} ${next} }`).replace('...F0', 'open'),
    ],
    [
      'selections',
      'whose fragments form a ring',
      '{ strict { ...A } } fragment A on Strict { inner { ...B } } fragment B on Strict { inner { ...A } }',
    ],
    ['selections', 'with a fragment that spreads itself', '{ strict { ...A } } fragment A on Strict { ...A open }'],
    ['tokens', 'with thousands of operations', times(3_000, (n) => `query Q${n} { open }`)],
    ['definitions', 'with many operations', times(60, (n) => `query Q${n} { open }`)],
    ['definitions', 'with many fragments', `{ open } ${times(60, (n) => `fragment F${n} on Query { open }`)}`],
    ['variables', 'with many variables', `query (${times(101, (n) => `$v${n}: Int`)}) { open }`],
    ['tokens', 'with thousands of variables', `query (${times(5_000, (n) => `$v${n}: Int`)}) { open }`],
    ['pageSize', 'that asks for a long list', '{ citizen(id: "c1") { files(last: 101) { id } } }'],
  ])('(%s), one %s, is answered at once, and again from memory', async (limit, _, query) => {
    for (const attempt of ['first', 'again']) {
      const { status, errors } = await expectRefused(gateway, () => gateway.ask(query));
      expect([attempt, status, errors?.length, errors?.[0]?.extensions]).toMatchObject([
        attempt,
        400,
        1,
        { code: 'LIMIT_EXCEEDED', limit },
      ]);
      expect(errors?.[0]?.message).toMatch(/ (?:allowed|end)[.;]/);
    }
  });

  test('is refused by the values of its variables, each time by those of the request', async () => {
    const query = 'query ($n: Int) { citizen(id: "c1") { files(last: $n) { id } } }';
    expect(
      (await expectRefused(gateway, () => gateway.ask(query, { variables: { n: 5_000 } }))).errors?.[0]?.extensions,
    ).toEqual({
      code: 'LIMIT_EXCEEDED',
      limit: 'pageSize',
      allowed: 100,
      actual: 5_000,
    });
    expect((await gateway.ask(query, { variables: { n: 5 } })).errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });
});

describe('A document within the limits that is as expensive as can be', () => {
  test.each([
    ['2,000 tokens of equal fields', `{ strict { ${times(1_900, () => 'open')} } }`],
    [
      'pairs of fields to be compared through fragments',
      `{ strict { ${times(48, (n) => `...F${n}`)} } } ${times(48, (n) => `fragment F${n} on Strict { inner { open inner { open inner { open } } } inner { open inner { open } } }`)}`,
    ],
    [
      'fragments that are spread again and again',
      `{ strict { ${times(180, () => '...A')} } } fragment A on Strict { ${times(50, () => 'open')} }`,
    ],
    ['inline fragments inside each other', `{ strict { ${'... on Strict { '.repeat(300)} open ${'}'.repeat(300)} } }`],
    ['a long list as a value', `{ citizen(id: "${'x'.repeat(200_000)}") { id } }`],
  ])('(%s) does not keep others waiting', async (_, query) => {
    const { status, text } = await othersUnharmed(gateway, () => gateway.ask(query));
    expect(status).toBeLessThan(500);
    expect(text.length).toBeLessThan(65_536);
  });
});

describe('A document that does not fit the schema', () => {
  test.each([
    ['hundreds of unknown fields', `{ ${times(20, (n) => `strict { ${times(40, (m) => `nothing${n}x${m}`)} }`)} }`],
    ['an endless name', `{ ${'x'.repeat(100_000)} }`],
    ['an endless name in every place', `{ ${times(20, () => 'x'.repeat(10_000))} }`],
    [
      'conflicts in every place',
      `{ strict { ${times(200, (n) => (n % 2 === 0 ? 'open' : 'inner { open }'))} ${times(29, (n) => `open: inner { a${n}: open }`)} } }`,
    ],
    ['unknown fragments and variables', `{ ${times(20, (n) => `...F${n} citizen(id: $v${n}) { id }`)} }`],
  ])('(%s) is refused with few and short errors', async (_, query) => {
    const { errors } = await expectRefused(gateway, () =>
      gateway.ask(query, { headers: { accept: 'application/graphql-response+json' } }),
    );
    expect(errors?.length).toBeLessThanOrEqual(20);
    for (const { message } of errors ?? []) expect(message.length).toBeLessThanOrEqual(1_000);
  });

  test('gets no hint at names that are close', async () => {
    const { text } = await gateway.ask('{ opne citizn(id: 1) { nik } strict { sceret } }');
    expect(text).not.toMatch(/did you mean/i);
    expect(text).not.toMatch(/secret|"open"/);
  });

  test('cannot have the schema written out again and again where it may be asked for', async () => {
    await using open = await startTestGateway(protectedGraph, { INTROSPECTION: true });
    const { errors } = await open.ask(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    const types = times(28, (n) => `a${n}: types { name fields { name args { name } } }`);
    for (const query of [
      `{ __schema { ${types} } }`,
      `{ ${times(20, (n) => `a${n}: __schema { types { fields { name } } }`)} }`,
      `{ __schema { ...A ...A } } fragment A on __Schema { ${times(6, (n) => `b${n}: types { fields { name } }`)} }`,
    ]) {
      const refused = await expectRefused(open, () => open.ask(query));
      expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'introspectionLists' });
    }
  });

  test('cannot ask for the schema in production', async () => {
    const { text, errors } = await gateway.ask(getIntrospectionQuery());
    expect(errors?.length).toBeGreaterThan(0);
    expect(text).not.toContain('Citizen');
  });
});
