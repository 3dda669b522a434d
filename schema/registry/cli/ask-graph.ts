import type { CommandContext } from './context.ts';
import { CommandError } from './exit-codes.ts';

/**
 * Asks about the graph that --graph names. `query` selects in `graph(id: $id)`.
 * @throws CommandError where there is none
 */
export async function askGraph<Graph>(
  { registry, graph }: Pick<CommandContext, 'registry' | 'graph'>,
  query: string,
  variables: Record<string, unknown>,
): Promise<Graph> {
  const id = graph().split('@')[0];
  const client = await registry();
  const { graph: found } = await client.ask<{ graph: Graph | null }>(query, { id, ...variables });
  if (!found) throw new CommandError(`There is no graph ${id}. Choose another with --graph.`);
  return found;
}
