import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';

interface Manifest {
  license?: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const readJson = (...path: string[]) => JSON.parse(readFileSync(projectFile(...path), 'utf8')) as Manifest;
const { dependencies, devDependencies } = readJson('package.json');
const versions = { ...dependencies, ...devDependencies };
const [forProduction = '', forDevelopment = ''] = readFileSync(projectFile('docs', 'dependencies.md'), 'utf8').split(
  '## Development only',
);
const listedIn = (text: string) =>
  [...text.matchAll(/^\| `([^`]+)` +\| (.+?) +\|$/gm)].map(([, name = '', reason = '']) => ({ name, reason }));

const permissive = new Set([
  'MIT',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'PostgreSQL',
  '0BSD',
  'MIT OR Apache-2.0',
  'MIT or MPL-2.0',
  'BlueOak-1.0.0',
]);

describe('the list of dependencies', () => {
  test('has a reason for each dependency, and names none that is gone', () => {
    expect(
      listedIn(forProduction)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(dependencies).toSorted());
    expect(
      listedIn(forDevelopment)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(devDependencies).toSorted());
  });

  test.each(Object.entries(versions))('%s is pinned to an exact version', (_, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  });

  test.each(Object.keys(versions))('%s has a permissive licence, or the one that the list names', (name) => {
    const { license = '' } = readJson('node_modules', name, 'package.json');
    const reason = listedIn(forProduction + forDevelopment).find((entry) => entry.name === name)?.reason ?? '';
    const isElastic = /^(Elastic|SEE LICENSE IN)/i.test(license);
    expect(permissive.has(license) || (isElastic && reason.includes('Elastic License 2.0'))).toBe(true);
  });

  test('is locked with the packages of every platform, or npm ci would refuse to install', () => {
    const { packages } = JSON.parse(readFileSync(projectFile('package-lock.json'), 'utf8')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${place}/node_modules/${name}`],
      ),
    );
    expect(missing).toEqual([]);
  });
});
