import { isDeepStrictEqual } from 'node:util';
import { graphql } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { readSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { roots } from '../canned/answers.ts';
import type { Workload } from '../workloads.ts';

/** The body of a workload's request with the given variables. */
export function bodyOf({ query, operationName }: Workload, variables: Record<string, unknown>): string {
  return JSON.stringify({ query, variables, operationName });
}

/** Knows the right answers: graphql-js executes the query on one schema over all the data, without any federation. */
export class Oracle {
  private readonly schema: GraphQLSchema;

  constructor(supergraphSdl: string) {
    this.schema = readSupergraph(supergraphSdl).apiSchema;
  }

  async answer(workload: Workload, variables: Record<string, unknown>): Promise<unknown> {
    const { query, operationName } = workload;
    const source = { schema: this.schema, source: query, rootValue: roots, variableValues: variables, operationName };
    const result = await graphql(source);
    if (result.errors) throw new Error(`The benchmark's own data is wrong: ${String(result.errors[0])}`);
    return JSON.parse(JSON.stringify(result.data));
  }

  /** Asks a gateway for several of a workload's variables and throws where it says something else. Gives the size of an answer. */
  async check(url: string, workload: Workload): Promise<number> {
    let bytes = 0;
    for (const index of [0, 1, 7, -1]) {
      const variables = workload.variables.at(index);
      // One caller has one set.
      if (!variables) continue;
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: bodyOf(workload, variables) });
      const text = await response.text();
      bytes = text.length;
      const got: { data?: unknown; errors?: unknown } = JSON.parse(text);
      const expected = await this.answer(workload, variables);
      if (got.errors !== undefined || !isDeepStrictEqual(got.data, expected)) {
        const first = `expected ${JSON.stringify(expected).slice(0, 400)}\n     got ${text.slice(0, 400)}`;
        throw new Error(`wrong data for ${JSON.stringify(variables)}:\n${first}`);
      }
    }
    return bytes;
  }
}
