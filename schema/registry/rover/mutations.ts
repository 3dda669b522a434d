import type { CompositionIssue } from '../composition/composition.ts';
import type { GraphRef } from '../domain/graph-ref.ts';
import { sha256 } from '../domain/sha256.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RegistryContext } from '../http/graphql-endpoint.ts';
import { checkSubgraph } from '../launch/check.ts';
import { publish } from '../launch/publish.ts';
import { removeSubgraph } from '../launch/remove-subgraph.ts';
import type { GitContext } from '../storage/database.ts';
import { describeRefusal } from './describe-refusal.ts';

interface PublishArguments {
  name: string;
  url?: string | null;
  revision: string;
  activePartialSchema: { sdl?: string | null; hash?: string | null };
  graphVariant: string;
  gitContext?: GitContext | null;
}

interface CheckArguments {
  input: { proposedSchema: string; subgraphName: string; gitContext?: GitContext | null };
}

const toRover = ({ message, code, nodes }: CompositionIssue) => ({
  message,
  code,
  locations: (nodes ?? []).flatMap(({ line, column }) => (line && column ? [{ line, column }] : [])),
});

async function publishSubgraph(graph: string, args: PublishArguments, { registry, actor }: RegistryContext) {
  const { sdl } = args.activePartialSchema;
  if (!sdl) throw new Refusal('BAD_USER_INPUT', 'The schema itself is expected in activePartialSchema.sdl.');
  const ref: GraphRef = { graph, variant: args.graphVariant };
  const { name, url, revision, gitContext: git } = args;
  const outcome = await publish(registry, actor, ref, [{ name, url: url ?? null, sdl, revision, git: git ?? null }]);
  if (!outcome.accepted) throw new Refusal('CHECKS_FAILED', describeRefusal(registry, ref, outcome));
  const url_ = outcome.launch ? `${registry.publicUrl}/launches/${outcome.launch}` : null;
  const created = outcome.created.includes(name);
  return {
    compositionConfig: { schemaHash: sha256(sdl) },
    errors: outcome.errors.map(toRover),
    updatedGateway: outcome.launch !== undefined && outcome.changed.length > 0,
    wasCreated: created,
    wasUpdated: outcome.changed.includes(name) && !created,
    launchUrl: url_,
    launchCliCopy: url_ && `What this launch changed, and how to go back: ${url_}`,
  };
}

async function remove(
  graph: string,
  { graphVariant: variant, name, dryRun }: { graphVariant: string; name: string; dryRun: boolean },
  { registry, actor }: RegistryContext,
) {
  const outcome = await removeSubgraph(registry, actor, { graph, variant }, { name, dryRun });
  if (!outcome.accepted && !dryRun)
    throw new Refusal('CHECKS_FAILED', describeRefusal(registry, { graph, variant }, outcome));
  return { errors: outcome.errors.map(toRover), updatedGateway: outcome.launch !== undefined };
}

async function submitCheck(ref: GraphRef, { input }: CheckArguments, { registry, actor }: RegistryContext) {
  const { subgraphName: name, proposedSchema: sdl, gitContext: git } = input;
  try {
    const { id } = await checkSubgraph(registry, actor, ref, { name, sdl, git: git ?? null });
    return { __typename: 'CheckRequestSuccess', targetURL: `${registry.publicUrl}/checks/${id}`, workflowID: id };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'FORBIDDEN') return { __typename: 'PermissionError', message: error.message };
    if (error.code === 'BAD_USER_INPUT') return { __typename: 'InvalidInputError', message: error.message };
    throw error;
  }
}

/** `Mutation.graph` and what hangs below it. */
export const mutations = {
  graph: (_: unknown, { id }: { id: string }) => ({
    publishSubgraph: (args: PublishArguments, context: RegistryContext) => publishSubgraph(id, args, context),
    removeImplementingServiceAndTriggerComposition: (
      args: { graphVariant: string; name: string; dryRun: boolean },
      context: RegistryContext,
    ) => remove(id, args, context),
    variant: ({ name: variant }: { name: string }) => ({
      submitSubgraphCheckAsync: (args: CheckArguments, context: RegistryContext) =>
        submitCheck({ graph: id, variant }, args, context),
    }),
  }),
};
