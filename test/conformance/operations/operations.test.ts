import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { projectFile } from '../../../platform/project-root.ts';

const folder = projectFile('schema', 'operations');
const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));

describe('the operations that frontends use', () => {
  test('the account query is among them', () => expect(files).toContain('account.graphql'));

  test.each(files)('%s fits the API', (file) => {
    const api = buildSchema(readFileSync(projectFile('schema', 'api.graphql'), 'utf8'));
    expect(validate(api, parse(readFileSync(`${folder}/${file}`, 'utf8'))).map(({ message }) => message)).toEqual([]);
  });
});
