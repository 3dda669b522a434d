import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { printSchema } from 'graphql';
import {
  InvalidSupergraphError,
  prepareSupergraph,
  readSupergraph,
} from '../../../../gateway/supergraph/supergraph.ts';
import { projectFile } from '../../../../platform/project-root.ts';
import { composed, SUPERGRAPHS } from './compose.ts';

const ours = readFileSync(projectFile('schema', 'supergraph.graphql'), 'utf8');
const graphs = new Map(Object.entries(SUPERGRAPHS).map(([name, parts]) => [name, composed(parts)]));
graphs.set('ours', ours);

describe('A supergraph that is prepared', () => {
  test.each([...graphs])('is the same as one that is read at once: "%s"', async (_, sdl) => {
    const { schema, apiSchema, subgraphs, hash } = readSupergraph(sdl);
    readSupergraph(`${sdl}\nenum SomethingElse { A }`);

    const prepared = await prepareSupergraph(sdl);

    expect(prepared.hash).toBe(hash);
    expect(prepared.subgraphs).toEqual(subgraphs);
    expect(printSchema(prepared.schema)).toBe(printSchema(schema));
    expect(printSchema(prepared.apiSchema)).toBe(printSchema(apiSchema));
  });

  test('costs nothing to read afterwards', async () => {
    const prepared = await prepareSupergraph(`${ours}\nenum Another { A }`);
    expect(readSupergraph(`${ours}\nenum Another { A }`)).toBe(prepared);
  });

  test('is refused with the message of one that is read at once', async () => {
    const sdl = `${ours}\ntype Query { twice: Int }`;
    const message = messageOf(() => readSupergraph(sdl));
    await expect(prepareSupergraph(sdl)).rejects.toThrow(InvalidSupergraphError);
    await expect(prepareSupergraph(sdl)).rejects.toThrow(message);
  });

  test('is refused when its API schema is no schema', async () => {
    const sdl = `${ours}\ntype Empty`;
    expect(() => readSupergraph(sdl)).toThrow('The API schema is not a valid schema');
    await expect(prepareSupergraph(sdl)).rejects.toThrow('The API schema is not a valid schema');
  });
});

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('Expected it to be refused.');
}
