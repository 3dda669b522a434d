import { describe, expect, test } from '@jest/globals';
import { checkPolicy } from '../../../../schema/registry/checks/policy/check-policy.ts';
import { change, errorsOf, linkLines, version, type ChangeOptions } from './change.ts';

const good = `
type Query {
  "All dogs."
  dogs: [Dog!] @authenticated
}
"A dog."
type Dog @key(fields: "id") {
  "Opaque."
  id: ID!
}`;

function errors(sdl: string, options: ChangeOptions = {}, before: string[] = []): string[] {
  const live = before.map((text, index) => version(index === 0 ? 'dogs' : `other${index}`, text));
  return errorsOf(checkPolicy(change(live, version('dogs', sdl), options)));
}

const root = (field: string): string => `type Query {\n  "What it is."\n  ${field}\n}`;

describe('A root field', () => {
  test.each([
    'dogs: Int @authenticated',
    'dogs: Int @requiresScopes(scopes: [["dogs:read"]])',
    'dogs: Int @policy(policies: [["assurance:high"], ["other"]])',
  ])('that says %s is protected', (field) => {
    expect(errors(root(field))).toEqual([]);
  });

  test.each([
    'dogs: Int',
    'dogs: Int @requiresScopes(scopes: [])',
    'dogs: Int @requiresScopes(scopes: [[]])',
    'dogs: Int @requiresScopes(scopes: [["dogs:read"], []])',
    'dogs: Int @policy(policies: [[]])',
    'dogs: Int @tag(name: "authenticated")',
  ])('that says %s is not', (field) => {
    expect(errors(root(field))).toEqual(['UNPROTECTED_ROOT_FIELD at Query.dogs']);
  });

  test('is not protected by a directive that is only called like one of Federation', () => {
    const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      directive @authenticated on FIELD_DEFINITION ${root('dogs: Int @authenticated')}`;
    expect(errors(sdl)).toEqual(['UNPROTECTED_ROOT_FIELD at Query.dogs']);
  });

  test('is protected by a directive of Federation under another name', () => {
    const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@authenticated", as: "@login" }])
      ${root('dogs: Int @login')}`;
    expect(errors(sdl)).toEqual([]);
  });

  test('may be open when it stands on the public list, or once those who run the graph agree', () => {
    expect(errors(root('dogs: Int'), { policy: { publicRootFields: ['Query.dogs'] } })).toEqual([]);
    const input = change([], version('dogs', root('dogs: Int')));
    const [finding] = checkPolicy(input).findings;
    expect(finding?.approvableBy).toEqual(['graph']);
    const approvals = [{ key: finding?.key ?? '', agency: 'graph' }];
    expect(checkPolicy({ ...input, approvals }).status).toBe('completed');
  });

  test('is looked at in mutations, subscriptions and root types of other names', () => {
    const sdl = `schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) { query: Q mutation: M }
      type Q { "A." a: Int } type M { "B." b: Int } type Subscription { "C." c: Int }`;
    expect(errors(sdl).toSorted()).toEqual([
      'UNPROTECTED_ROOT_FIELD at Mutation.b',
      'UNPROTECTED_ROOT_FIELD at Query.a',
      'UNPROTECTED_ROOT_FIELD at Subscription.c',
    ]);
    expect(errors(`type Query { "A." a: Int @authenticated } type Subscription { "C." c: Int }`)).toEqual([
      'UNPROTECTED_ROOT_FIELD at Subscription.c',
    ]);
  });
});

describe('A protection', () => {
  const guarded = `${good}\nextend type Dog { "Secret." chip: String @requiresScopes(scopes: [["dogs:read"]]) }`;

  test('that goes needs a second pair of eyes', () => {
    expect(errors(guarded.replace('@requiresScopes(scopes: [["dogs:read"]])', ''), {}, [guarded])).toEqual([
      'PROTECTION_REMOVED at Dog.chip',
    ]);
    expect(errors(guarded.replace('[["dogs:read"]]', '[[]]'), {}, [guarded])).toEqual([
      'PROTECTION_REMOVED at Dog.chip',
    ]);
  });

  test('that becomes another one is shown', () => {
    const { status, findings } = checkPolicy(
      change([version('dogs', guarded)], version('dogs', guarded.replace('dogs:read', 'pets:read'))),
    );
    expect(status).toBe('completed');
    expect(findings).toMatchObject([{ code: 'PROTECTION_CHANGED', severity: 'warning', coordinate: 'Dog.chip' }]);
  });

  test('that stays, or goes with its field, is nothing to speak of', () => {
    expect(errors(guarded, {}, [guarded])).toEqual([]);
    expect(errors(good, {}, [guarded])).toEqual([]);
  });
});

describe('Descriptions and deprecations', () => {
  test('are asked for types, fields, values and input fields', () => {
    const sdl = `${good}\ntype A { a: Int }\nenum E { V }\ninput I { i: Int }\nunion U = A\nscalar S\ninterface F { f: Int }`;
    expect(errors(sdl).map((error) => error.replace('NOT_DESCRIBED at ', ''))).toEqual([
      'A',
      'A.a',
      'E',
      'E.V',
      'I',
      'I.i',
      'U',
      'S',
      'F',
      'F.f',
    ]);
  });

  test('of what belongs to another are not asked of those who refer to it', () => {
    const citizen = `type Query { "Me." me: Citizen @authenticated } "C." type Citizen @key(fields: "id") { "Id." id: ID! }`;
    const sdl = `${good} type Citizen @key(fields: "id") { id: ID! dogs: Int }`;
    expect(errors(sdl, {}, [good, citizen])).toEqual(['NOT_DESCRIBED at Citizen.dogs']);
  });

  test('have reasons, and say where one is missing', () => {
    const sdl = good.replace(
      'id: ID!',
      'id: ID!\n  "Old."\n  old: Int @deprecated\n  "Older."\n  older: Int @deprecated(reason: " ")',
    );
    expect(errors(sdl)).toEqual(['DEPRECATED_WITHOUT_REASON at Dog.old', 'DEPRECATED_WITHOUT_REASON at Dog.older']);
    const finding = checkPolicy(change([], version('dogs', sdl))).findings[0];
    expect(finding?.location).toEqual({ subgraph: 'dogs', line: 11 + linkLines - 1 + 1, column: 12 });
  });
});

describe('Whoever publishes', () => {
  test('is known by a name and a contact', () => {
    expect(errors(good, { agencies: { dogs: { id: 'dogs', name: 'Stadt', contact: '' } } })).toEqual(['NO_CONTACT']);
    expect(errors(good, { agencies: {} })).toEqual(['NO_CONTACT']);
  });

  test.each(['Dogs', 'dogs_', 'dogs_tax', '-dogs', 'dogs--tax', 'hündchen', 'dogs.tax'])(
    'does not call a subgraph %s',
    (name) => {
      expect(errorsOf(checkPolicy(change([], version(name, good))))).toEqual(['BAD_SUBGRAPH_NAME']);
    },
  );

  test('does not call one like another', () => {
    expect(
      errorsOf(
        checkPolicy(
          change(
            [version('dogtax', good)],
            version('dog-tax', good.replaceAll('Dog', 'Cat').replaceAll('dogs', 'cats')),
          ),
        ),
      ),
    ).toContain('NAME_LIKE_ANOTHER');
  });

  test('does not use names of specifications', () => {
    expect(errors(`${good} "A." type join__Thing { "B." b: Int "C." x__y: Int }`)).toEqual([
      'RESERVED_NAME at join__Thing',
      'RESERVED_NAME at join__Thing.x__y',
    ]);
  });
});
