import { describe, expect, test } from '@jest/globals';
import { checkComposition } from '../../../../schema/registry/checks/composition/check-composition.ts';
import { checkLint } from '../../../../schema/registry/checks/lint/check-lint.ts';
import { runChecks } from '../../../../schema/registry/checks/run-checks.ts';
import { change, linkLines, version } from './change.ts';

const good =
  'type Query { dogs: [Dog!] }\ntype Dog @key(fields: "id") { id: ID! tagNumber: Int size: Size }\nenum Size { BIG SMALL }';

const lint = (sdl: string, before?: string) =>
  checkLint(change(before === undefined ? [] : [version('dogs', before)], version('dogs', sdl)));

describe('Lint', () => {
  test('has nothing to say about names as they are everywhere', () => {
    expect(lint(good)).toEqual({ name: 'lint', status: 'completed', findings: [] });
  });

  test.each([
    ['a type', 'type Dog', 'type dog', 'NAMING_CONVENTION'],
    ['a field', 'tagNumber', 'tag_number', 'NAMING_CONVENTION'],
    ['a value', 'BIG SMALL', 'Big SMALL', 'NAMING_CONVENTION'],
    ['a query', 'dogs: [', 'getDogs: [', 'NAMING_CONVENTION'],
    ['a field that repeats its type', 'tagNumber', 'dogTag', 'NO_TYPENAME_PREFIX'],
  ])('points at the name of %s', (_, from, to, code) => {
    const { findings } = lint(good.replace(from, to).replaceAll('Dog!', to === 'type dog' ? 'dog!' : 'Dog!'));
    expect(findings).toMatchObject([{ code, why: expect.any(String), remedy: expect.any(String) }]);
    const line = good.slice(0, good.indexOf(from)).split('\n').length + linkLines;
    expect(findings[0]?.location).toMatchObject({ subgraph: 'dogs', line });
  });

  test('speaks only of what the change adds, also when it has moved', () => {
    const old = good.replace('tagNumber', 'tag_number');
    expect(lint(`# moved\n\n${old}`, old).findings).toEqual([]);
    expect(lint(old.replace('size: Size', 'size: Size chip_number: Int'), old).findings).toMatchObject([
      { message: expect.stringContaining('chip_number') },
    ]);
  });

  test('speaks of a second one of the same name', () => {
    const old = `${good}\ntype A { chip_number: Int }`;
    expect(lint(`${old}\ntype B { chip_number: Int }`, old).findings).toHaveLength(1);
  });

  test('cannot be switched off from inside', () => {
    const sdl = `# eslint-disable\n${good.replace('tagNumber', '# eslint-disable-next-line\n tag_number')}`;
    expect(lint(sdl).status).toBe('failed');
  });

  test('is skipped for what cannot be read', () => {
    expect(lint('type Query { a: Nothing }').status).toBe('skipped');
  });

  test('takes one subgraph for one, also after another', () => {
    expect(lint(good.replace('tagNumber', 'tag_number')).findings).toHaveLength(1);
    expect(lint(good).findings).toEqual([]);
  });
});

describe('Composition', () => {
  test('that fails says what, where, why and how to mend it', () => {
    const input = change(
      [version('cats', 'type Query { pets: [String!] }')],
      version('dogs', 'type Query { pets: [String!] }'),
    );
    const { status, findings } = checkComposition(input);
    expect(status).toBe('failed');
    expect(findings).toMatchObject([
      { code: 'INVALID_FIELD_SHARING', severity: 'error', why: expect.stringContaining('shared') },
    ]);
  });

  test('points at the SDL of whoever publishes, where composition says so', () => {
    const nodes = [
      { subgraph: 'cats', line: 9, column: 9 },
      { subgraph: 'dogs', line: 4, column: 2 },
    ];
    const issue = { message: 'm', code: 'KEY_INVALID_FIELDS', nodes };
    const result = checkComposition({ ...change([], version('dogs', good)), composition: { errors: [issue] } });
    expect(result.findings[0]?.location).toEqual(nodes[1]);
  });

  test('that works has hints about the subgraph that changes, and not about others', () => {
    const hints = [
      { message: 'About "dogs".', code: 'UNUSED_ENUM_TYPE' },
      { message: 'About "cats".', code: 'UNUSED_ENUM_TYPE' },
    ];
    const result = checkComposition({
      ...change([], version('dogs', good)),
      composition: { supergraphSdl: '', apiSdl: '', hints },
    });
    expect(result.findings.map(({ message }) => message)).toEqual(['About "dogs".']);
  });
});

describe('All checks', () => {
  test('are skipped behind limits that are exceeded', async () => {
    const results = await runChecks(change([], version('dogs', good), { policy: { limits: { types: 1 } } }));
    expect(results.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'limits failed',
      'composition skipped',
      'breaking skipped',
      'lint skipped',
      'policy skipped',
      'takeover skipped',
    ]);
  });

  test('have the same result for the same input', async () => {
    const input = change([version('dogs', good)], version('dogs', good.replace('tagNumber', 'tag_number')));
    expect(await runChecks(structuredClone(input))).toEqual(await runChecks(input));
  });
});
