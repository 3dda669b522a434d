import { describe, expect, test } from '@jest/globals';
import { getOperationAST, parse, print, validate } from 'graphql';
import type { Access } from '../../../../gateway/auth/authorization/access.ts';
import { authorization, type EvaluatePolicies } from '../../../../gateway/auth/authorization/authorize-operation.ts';
import { anonymous, type Caller } from '../../../../gateway/auth/caller.ts';
import { readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { citizen, protectedGraph, protectedSdl } from './protected-graph.ts';

const graph = protectedGraph();

/** What a caller gets, and what of the operation is left to plan. */
async function accessOf(
  query: string,
  caller: Caller,
  evaluatePolicies?: EvaluatePolicies,
): Promise<Access & { left: string }> {
  const document = parse(query);
  expect(validate(graph.apiSchema, document)).toEqual([]);
  const authorize = authorization(evaluatePolicies ? { evaluatePolicies } : {})(graph);
  const access = await authorize(document, getOperationAST(document)!, { caller });
  return { ...access, left: print(access.document).replace(/\s+/g, ' ') };
}

const unavailable: EvaluatePolicies = () => Promise.reject(new Error('the service of policies is down'));

describe('An operation', () => {
  test('that asks for nothing protected is left as it is, to the object', () => {
    const document = parse('{ open }');
    const access = authorization()(graph)(document, getOperationAST(document)!, { caller: anonymous });
    expect(access).toMatchObject({ profile: '', document });
    expect((access as Access).denials).toBeUndefined();
  });

  test('is left as it is for a caller who meets everything', async () => {
    const query = '{ me { name } scoped high both grade digest files { title note } }';
    const { profile } = await accessOf(query, citizen('HIGH', 'a:read'));
    expect(profile).toBe('');
  });

  test.each([
    ['@authenticated on a field', '{ open me { name } }', anonymous, '{ open }'],
    ['@requiresScopes', '{ open scoped }', citizen('HIGH', 'b:read'), '{ open }'],
    ['@policy', '{ open high }', citizen('SUBSTANTIAL', 'a:read'), '{ open }'],
    ['a policy nobody evaluates', '{ open office }', citizen('HIGH'), '{ open }'],
    ['two directives of which one is not met', '{ open both }', citizen('NORMAL', 'a:read'), '{ open }'],
    ['a protected enum', '{ open grade }', anonymous, '{ open }'],
    ['a protected scalar', '{ open digest }', citizen('HIGH'), '{ open }'],
    ['a protected object type', '{ open secrets { id } }', anonymous, '{ open }'],
    ['an interface all of whose types are protected', '{ open sealed { id } }', anonymous, '{ open }'],
    ['a mutation', 'mutation { open close }', citizen('HIGH', 'a:read'), 'mutation { open }'],
    ['an alias', '{ open hidden: me { name } }', anonymous, '{ open }'],
    ['an inline fragment', '{ open ... { me { name } } }', anonymous, '{ open ... }'],
    [
      'a named fragment',
      '{ open ...F } fragment F on Query { me { name } }',
      anonymous,
      '{ open ...F } fragment F on Query ',
    ],
  ])('loses %s that the caller may not see', async (_, query, caller, left) => {
    expect((await accessOf(query, caller)).left).toBe(left);
  });

  test('asks for a field of an interface only on the types that give it', async () => {
    const { left, denials } = await accessOf('{ files { id title } }', citizen('HIGH'));
    expect(left).toBe('{ files { __typename id ... on Plain { title } ... on Sealed { title } } }');
    expect(denials?.field('Marked', 'title')?.extensions).toMatchObject({ missingScopes: ['a:read'] });
    expect(denials?.field('Plain', 'title')).toBeUndefined();
    expect(denials?.field('File', 'title')?.extensions).toMatchObject({ missingScopes: ['a:read'] });
    expect(denials?.object('Sealed')).toBeUndefined();
  });

  test('asks for nothing of an object type that is denied where an interface or a union is expected', async () => {
    const query = '{ files { id ... on Sealed { note } } hits { ... on Sealed { id } ... on Plain { id } } }';
    const { left, denials } = await accessOf(query, anonymous);
    expect(left).toBe(
      '{ files { __typename ... on Marked { id } ... on Plain { id } ... on Sealed } hits { __typename ... on Sealed ... on Plain { id } } }',
    );
    expect(denials?.object('Sealed')?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  test('has one profile for all callers who get the same, and others for others', async () => {
    const query = '{ scoped high open }';
    const profiles = await Promise.all(
      [
        citizen('NORMAL'),
        citizen('SUBSTANTIAL', 'x'),
        citizen('NORMAL', 'a:read'),
        citizen('HIGH'),
        citizen('NORMAL', 'b:read'),
      ].map(async (caller) => (await accessOf(query, caller)).profile),
    );
    expect(profiles[0]).toBe(profiles[1]);
    expect(new Set(profiles).size).toBe(3);
  });

  test('has its policies evaluated once, without those about assurance', async () => {
    const asked: (readonly string[])[] = [];
    const evaluate: EvaluatePolicies = async (policies) => {
      asked.push(policies);
      return new Set(['office-hours']);
    };
    const { profile } = await accessOf('{ office either again: office }', citizen('NORMAL'), evaluate);
    expect(profile).toBe('');
    expect(asked).toEqual([['office-hours']]);
  });

  test('is not executed at all when evaluating a policy fails', async () => {
    await expect(accessOf('{ office }', citizen('HIGH'), unavailable)).rejects.toThrow('is down');
  });

  test('keeps its introspection', async () => {
    const { left } = await accessOf('{ __typename __schema { queryType { name } } me { name } }', anonymous);
    expect(left).toBe('{ __typename __schema { queryType { name } } }');
  });
});

describe('A supergraph', () => {
  test('is enforced by the names under which it imports the directives', () => {
    const renamed = protectedSdl()
      .replaceAll('@authenticated', '@angemeldet')
      .replace('authenticated/v0.1", for: SECURITY', '$&, import: [{name: "@authenticated", as: "@angemeldet"}]');
    expect(renamed).toContain('as: "@angemeldet"');
    const supergraph = readSupergraph(renamed);
    const document = parse('{ open me { name } }');
    const access = authorization()(supergraph)(document, getOperationAST(document)!, { caller: anonymous }) as Access;
    expect(print(access.document)).not.toContain('me');
  });

  test('that links a security feature nobody here knows is refused, and the message says so', () => {
    const unknown = protectedSdl().replace(
      '{\n  query: Query',
      '  @link(url: "https://agency.example/vault/v1.0", for: SECURITY)\n{\n  query: Query',
    );
    expect(() => authorization()(readSupergraph(unknown))).toThrow(
      /"https:\/\/agency.example\/vault\/v1.0" for SECURITY, which this gateway cannot enforce/,
    );
  });

  test('that links a known security feature in a version nobody here knows is refused', () => {
    const newer = protectedSdl().replace('policy/v0.1', 'policy/v0.2');
    expect(() => authorization()(readSupergraph(newer))).toThrow(/only version 0.1 of it is known/);
  });

  test('that asks for a level of assurance that does not exist is refused', () => {
    const misspelt = protectedSdl().replaceAll('assurance:high', 'assurance:hihg');
    expect(() => authorization()(readSupergraph(misspelt))).toThrow(
      /"assurance:hihg", but the levels of assurance are/,
    );
  });
});
