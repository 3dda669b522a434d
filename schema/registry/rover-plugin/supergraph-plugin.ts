import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { composeSubgraphs } from '../composition/compose-subgraphs.ts';
import { isComposed, type CompositionIssue } from '../composition/composition.ts';

/** The file that Rover hands over: what it read itself, with every SDL in it. */
const shape = z.object({
  subgraphs: z.record(
    z.string(),
    z.object({ routing_url: z.string().optional(), schema: z.object({ sdl: z.string() }) }),
  ),
});

/** What Rover reads of an error or a hint. */
const toRover = ({ message, code }: CompositionIssue) => ({ message, code, nodes: [], omittedNodesCount: 0 });

/** `compose <file>` as Rover calls it: prints one line of JSON, `{"Ok": …}` or `{"Err": …}`. */
function answer(command: string | undefined, file: string | undefined): object {
  if (command !== 'compose' || !file) {
    return failure({ message: `Expected compose <file>, but got ${command ?? 'nothing'}.`, code: 'WRONG_CALL' });
  }
  const result = shape.safeParse(parse(readFileSync(file, 'utf8')));
  if (!result.success)
    return failure({ message: `${file} cannot be used: ${result.error.message}`, code: 'WRONG_CONFIG' });
  const parts = Object.entries(result.data.subgraphs).map(([name, { routing_url: url, schema }]) => ({
    name,
    url: url ?? '',
    sdl: schema.sdl,
  }));
  const composition = composeSubgraphs(parts);
  if (!isComposed(composition)) return failure(...composition.errors);
  return { Ok: { supergraphSdl: composition.supergraphSdl, hints: composition.hints.map(toRover) } };
}

function failure(...issues: CompositionIssue[]): object {
  return { Err: { build_errors: issues.map((issue) => ({ ...toRover(issue), type: 'composition' })) } };
}

const [command, file] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(answer(command, file))}\n`);
