import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readRoverConfig } from '../../../platform/rover-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'amtgraph-rover-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string, environment: Record<string, string> = {}) {
  const file = join(folder, 'rover.yaml');
  writeFileSync(file, text);
  return readRoverConfig(environment, file);
}

const entry = (name: string, url: string) =>
  `  ${name}:\n    routing_url: ${url}\n    schema:\n      file: ./schema/${name}.graphql\n`;

test("the project's own list can be read, each subgraph with its port and its SDL", () => {
  const listed = readRoverConfig({});
  expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['identity', 'directory']));
  for (const { routingUrl, schemaFile } of listed) {
    expect(new URL(routingUrl).port).not.toBe('');
    expect(schemaFile).toMatch(/\.graphql$/);
  }
});

test("values from the environment are put in where Rover's notation names them", () => {
  const text = `federation_version: =2.9.0\nsubgraphs:\n${entry('a', 'http://${env.HOST_OF_A}:1/graphql')}`;
  expect(read(text, { HOST_OF_A: 'a.example' })).toEqual([
    { name: 'a', routingUrl: 'http://a.example:1/graphql', schemaFile: './schema/a.graphql' },
  ]);
});

test('everything that is wrong is told at once', () => {
  const text = `subgraphs:\n${entry('a', '"${env.NOWHERE}"')}  b:\n    schema:\n      subgraph_url: http://b\n`;
  expect(() => read(text)).toThrow(
    /NOWHERE is not set[^]*federation_version[^]*subgraphs\.b\.routing_url[^]*subgraphs\.b\.schema\.file/,
  );
});
