import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runChecks } from '../../../../schema/registry/checks/run-checks.ts';
import { publicRootFields } from '../../../conformance/public-fields.ts';
import { change, composed } from './change.ts';

const names = ['directory', 'identity', 'appointments', 'vehicle-registration', 'payments'];
const subgraphs = names.map((name) => ({
  name,
  url: `https://${name}.example/graphql`,
  sdl: readFileSync(`schema/subgraphs/${name}.graphql`, 'utf8'),
}));
const policy = { publicRootFields: [...publicRootFields].map((field) => `Query.${field}`) };

describe('the subgraphs of this project, each of an agency of its own', () => {
  test.each(names)('%s passes all checks when it is published once more', async (name) => {
    const proposed = subgraphs.find((subgraph) => subgraph.name === name);
    if (!proposed) throw new Error(name);
    const results = await runChecks(change(subgraphs, proposed, { policy }));
    expect(results.flatMap(({ findings }) => findings).filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'completed'));
  });

  test.each(names.slice(1))('%s passes all checks when it comes after those before it', async (name) => {
    const index = names.indexOf(name);
    const before = subgraphs.slice(0, index);
    const live = composed(before);
    expect(live).toHaveProperty('supergraphSdl');
    const proposed = subgraphs[index];
    if (!proposed) throw new Error(name);
    const results = await runChecks(change(before, proposed, { policy }));
    expect(results.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
