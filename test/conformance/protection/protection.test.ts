import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { projectFile } from '../../../platform/project-root.ts';

const table = readFileSync(new URL('README.md', import.meta.url), 'utf8');

/** The rows that name a file in `test/` and a title in it. */
const rows = [...table.matchAll(/^\| (.+?) +\| `(.+?)` +\| (.+?) +\|$/gm)].map(
  ([, row = '', file = '', title = '']) => ({ row, file, title }),
);

const textOf = (file: string): string => readFileSync(projectFile('test', file), 'utf8').replaceAll('\\', '');

test('Every row of the table is read', () => {
  const written = table.split('\n').filter((line) => line.startsWith('| ') && line.includes('.test.ts'));
  expect(rows).toHaveLength(written.length);
  expect(rows.length).toBeGreaterThan(40);
});

test.each(rows)('$row: $title is in $file', ({ file, title }) => {
  expect(existsSync(projectFile('test', file))).toBe(true);
  expect(textOf(file)).toContain(title);
});

test.each(rows)('$row: $file watches others', ({ file }) => {
  expect(textOf(file)).toMatch(/watchOthers|whileOthersAsk|othersUnharmed|expectRefused/);
});
