import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';

const elsewhere = ['node_modules', 'dist', '.data', '.git'];
const documents = globSync('**/*.md', {
  cwd: projectFile(),
  exclude: (path) => elsewhere.includes(path.split('/').at(-1) ?? ''),
});

/** The text without its code blocks, which may show links of others. */
const textOf = (document: string) => readFileSync(projectFile(document), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');

/** Links to files of the project, with the heading that they name. */
function linksOf(document: string): { file: string; heading: string | undefined }[] {
  return [...textOf(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', heading] = target.split('#');
      return { file: path === '' ? document : join(dirname(document), path), heading };
    });
}

/** What a heading is called in an address, as GitHub writes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const anchorsIn = (document: string) =>
  [...textOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

test.each(documents)('every link of %s leads to a file, and to a heading that it has', (document) => {
  for (const { file, heading } of linksOf(document)) {
    expect(`${file}: ${statSync(projectFile(file), { throwIfNoEntry: false }) ? 'there' : 'not there'}`).toBe(
      `${file}: there`,
    );
    if (heading !== undefined) expect(anchorsIn(file)).toContain(heading);
  }
});

test('there are links to look at', () => {
  expect(documents.flatMap(linksOf).length).toBeGreaterThan(20);
});
