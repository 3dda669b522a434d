import { describe, expect, test } from '@jest/globals';
import type { CheckInput, SubgraphVersion } from '../../../../schema/registry/checks/check.ts';
import { checkTakeover } from '../../../../schema/registry/checks/takeover/check-takeover.ts';
import { change, composed, errorsOf, version } from './change.ts';
import { attempts, identity, live, money, stub, type Attempt } from './takeover-attempts.ts';

function attemptOf({ sdl }: Attempt): SubgraphVersion {
  return version('evil', sdl);
}

function keysAt(input: CheckInput, code: string): { key: string; approvableBy: readonly string[] }[] {
  return checkTakeover(input).findings.flatMap(({ key, code: found, severity, approvableBy = [] }) =>
    severity === 'error' && (found === code || code === '*') ? [{ key, approvableBy }] : [],
  );
}

describe('A subgraph that', () => {
  test.each(attempts)('$what needs the word of the owner', (attempt) => {
    const input = change(live, attemptOf(attempt));
    if (attempt.composes !== false) expect(input.composition).toHaveProperty('supergraphSdl');
    const result = checkTakeover(input);
    expect(result.status).toBe('failed');
    expect(errorsOf(result)).toContain(attempt.at === undefined ? attempt.code : `${attempt.code} at ${attempt.at}`);
    const finding = result.findings.find(({ code }) => code === attempt.code);
    expect(finding?.approvableBy).toContain(attempt.owner ?? 'identity');
    if (!/^(REMOVES|CHANGES)/.test(attempt.code)) expect(finding?.location).toMatchObject({ subgraph: 'evil' });
  });

  test.each(attempts)('$what passes once the owner has agreed, and nobody else', (attempt) => {
    const input = change(live, attemptOf(attempt));
    const findings = keysAt(input, '*');
    const byOwner = findings.flatMap(({ key, approvableBy }) => approvableBy.map((agency) => ({ key, agency })));
    expect(checkTakeover({ ...input, approvals: byOwner }).status).toBe('completed');
    const byItself = findings.map(({ key }) => ({ key, agency: 'evil' }));
    expect(checkTakeover({ ...input, approvals: byItself }).status).toBe('failed');
    const forSomethingElse = byOwner.map(({ agency }) => ({ key: '0'.repeat(32), agency }));
    expect(checkTakeover({ ...input, approvals: forSomethingElse }).status).toBe('failed');
  });

  test.each([
    [
      'extends the entity of another with fields of its own',
      `${stub} dogs: [Dog!] } type Dog @key(fields: "id") { id: ID! tag: String }`,
    ],
    [
      'names the entity of another without resolving it',
      'type Dog @key(fields: "id") { id: ID! owner: Citizen } type Citizen @key(fields: "id", resolvable: false) { id: ID! }',
    ],
    ['uses a shared type that its owner marked as shared', `type Query { price: Money @authenticated } ${money}`],
    ['uses an enum and a scalar as they are', `${stub} least: Level born: Day } enum Level { LOW HIGH } scalar Day`],
    [
      'adds root fields of its own',
      'type Query { dogs: [String!] @authenticated } type Mutation { registerDog: String @authenticated }',
    ],
    ['requires its own fields', 'type Dog @key(fields: "id") { id: ID! weight: Int size: String }'],
    ['describes a shared type in other words', `type Query { price: Money @authenticated } "Euro" ${money}`],
    [
      'overrides its own field from a subgraph that does not exist',
      'type Query { mine: String @override(from: "gone") @authenticated }',
    ],
    [
      'implements an interface of another',
      'interface Person { id: ID! name: String } type Breeder implements Person @key(fields: "id") { id: ID! name: String }',
    ],
  ])('%s needs nobody', (_, sdl) => {
    const input = change(live, version('dogs', sdl));
    expect(input.composition).toHaveProperty('supergraphSdl');
    expect(errorsOf(checkTakeover(input))).toEqual([]);
  });

  test('belongs to the same agency may take fields from its other subgraph', () => {
    const input = change(live, version('citizens', `${stub} name: String @override(from: "identity") }`));
    const same = { id: 'city', name: 'City', contact: 'city@example.de' };
    const agencies = { ...input.agencies, identity: same, citizens: same };
    expect(errorsOf(checkTakeover({ ...input, agencies }))).toEqual([]);
  });

  test('changes what it owns needs nobody', () => {
    const next = version(
      'identity',
      identity.sdl.replace('level: Level', 'level: Level!').replace('LOW HIGH', 'LOW HIGH MIDDLE'),
    );
    expect(errorsOf(checkTakeover(change(live, next)))).toEqual([]);
  });

  test('is taken away takes nothing of others with it that they own', () => {
    const dogs = version('dogs', `${stub} dogs: Int } ${money} type Query { price: Money @authenticated }`);
    const before = change([...live, dogs], dogs);
    const after = change(live, identity);
    const { proposed: _, ...input } = { ...before, composition: after.composition };
    expect(errorsOf(checkTakeover(input))).toEqual([]);
  });

  test('was given a field by the manifest owns it, whoever published it first', () => {
    const input = change(live, version('dogs', `${stub} name: String @override(from: "identity") }`), {
      ownership: { 'Citizen.name': 'dogs' },
    });
    // Whoever serves the field today still has to know.
    expect(keysAt(input, 'OVERRIDES_FOREIGN_FIELD').map(({ approvableBy }) => approvableBy)).toEqual([['identity']]);
  });
});

describe('Several subgraphs that change together, as in a promotion', () => {
  test('do not answer for what owners do with their own', () => {
    const next = version('identity', identity.sdl.replace('level: Level', 'level: Level!'));
    const dogs = version('dogs', `${stub} dogs: Int }`);
    const input = change(live, dogs, { composition: composed([next, ...live.slice(1), dogs]) });
    expect(errorsOf(checkTakeover(input))).toEqual(['CHANGES_FOREIGN_ELEMENT at Citizen.level']);
    expect(errorsOf(checkTakeover({ ...input, changedTogether: ['dogs', 'identity'] }))).toEqual([]);
  });

  test('answer for what they do to those who do not change', () => {
    const dogs = version('dogs', `type File @key(fields: "id") { id: ID }`);
    const input = change(live, dogs, { changedTogether: ['dogs', 'identity'] });
    expect(errorsOf(checkTakeover(input))).toEqual(['CHANGES_FOREIGN_ELEMENT at File.id']);
  });
});

describe('An approval', () => {
  test('of one thing about a type does not cover another', () => {
    const priced = change(live, version('evil', 'type Citizen @key(fields: "id") @cost(weight: 2) { id: ID! }'));
    const approvals = keysAt(priced, '*').map(({ key }) => ({ key, agency: 'identity' }));
    expect(checkTakeover({ ...priced, approvals }).status).toBe('completed');
    const more = `interface Tracked { id: ID! } type Citizen implements Tracked @key(fields: "id") @cost(weight: 2) { id: ID! }`;
    expect(checkTakeover({ ...change(live, version('evil', more)), approvals }).status).toBe('failed');
  });

  const overriding = (label: string): CheckInput =>
    change(live, version('evil', `${stub} name: String @override(from: "identity", label: "percent(${label})") }`));
  const approvals = keysAt(overriding('1'), '*').map(({ key }) => ({ key, agency: 'identity' }));

  test('is good for the same change again, wherever it stands in the SDL', () => {
    expect(checkTakeover({ ...overriding('1'), approvals }).status).toBe('completed');
    const moved = change(
      live,
      version(
        'evil',
        `type Extra { a: Int }\n\n\n${stub} name: String @override(from: "identity", label: "percent(1)") }`,
      ),
    );
    expect(checkTakeover({ ...moved, approvals }).status).toBe('completed');
  });

  test('of one percent is none of a hundred', () => {
    expect(checkTakeover({ ...overriding('100'), approvals }).status).toBe('failed');
  });
});
