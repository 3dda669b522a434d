import { readdirSync, readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { projectFile } from '../../../../platform/project-root.ts';
import { printApi } from '../../../../schema/compose.ts';
import { composeSubgraphs } from '../../../../schema/registry/composition/compose-subgraphs.ts';
import type { Composition, SubgraphPart } from '../../../../schema/registry/composition/composition.ts';

const folder = projectFile('schema', 'subgraphs');
const own = readdirSync(folder).map((file) => ({
  name: file.replace('.graphql', ''),
  url: `http://127.0.0.1/${file}`,
  sdl: readFileSync(`${folder}/${file}`, 'utf8'),
}));
/** Of before Federation 2: composition makes another schema of it. */
const old = {
  name: 'old',
  url: 'http://127.0.0.1/old',
  sdl: 'type Query { oldest: Old } type Old @key(fields: "id") { id: ID! age: Int }',
};
const newer = {
  name: 'newer',
  url: 'http://127.0.0.1/newer',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override", "@tag", "@inaccessible", "@shareable"])
    type Query { newest: Old @tag(name: "x") } type Old @key(fields: "id") { id: ID! age: Int @override(from: "old") secret: Int @inaccessible }`,
};

/** What composition says when it reads everything anew. */
function afresh(parts: readonly SubgraphPart[]): Composition {
  const result = composeServices(parts.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (result.errors) return { errors: result.errors.map(({ message }) => ({ message, code: '' })) };
  const supergraphSdl = `${result.supergraphSdl.trim()}\n`;
  return {
    supergraphSdl,
    apiSdl: printApi(supergraphSdl),
    hints: result.hints.map(({ message, definition: { code } }) => ({ message, code })),
  };
}

const bare = (composition: Composition) =>
  'errors' in composition
    ? composition.errors.map(({ message }) => message)
    : { ...composition, hints: composition.hints.map(({ message, code }) => ({ message, code })) };
const expectAsAfresh = (parts: readonly SubgraphPart[]) =>
  expect(bare(composeSubgraphs(parts))).toEqual(bare(afresh(parts)));

describe('Composing with subgraphs that were read before', () => {
  test('gives what reading all of them anew gives, in any company and again', () => {
    const all = [...own, old, newer];
    for (const parts of [all, own, [...own, old], [...own, newer], [old, newer], all, own.slice(1), all]) {
      expectAsAfresh(parts);
    }
  });

  test('takes a subgraph at another URL, or with another SDL, for another one', () => {
    expectAsAfresh([old, newer]);
    expectAsAfresh([{ ...old, url: 'http://127.0.0.1/elsewhere' }, newer]);
    expectAsAfresh([old, { ...newer, sdl: newer.sdl.replace('newest', 'latest') }]);
  });

  test('gives the same errors, also after them', () => {
    const foreign = { ...newer, sdl: newer.sdl.replace('age: Int @override(from: "old")', 'age: String') };
    const broken = { ...newer, sdl: newer.sdl.replace('"id"', '"nothing"') };
    for (const parts of [
      [old, foreign],
      [old, broken],
      [old, foreign],
      [old, newer],
    ])
      expectAsAfresh(parts);
  });
});
