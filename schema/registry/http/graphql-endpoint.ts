import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { unwrapResolverError } from '@apollo/server/errors';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isUnstorableText, unstorableText } from '../../../platform/database/unstorable-text.ts';
import type { Logger } from '../../../platform/log.ts';
import { projectFile } from '../../../platform/project-root.ts';
import type { Actor } from '../domain/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registry } from '../registry.ts';
import { actorOf } from './credentials.ts';
import { introspectionTakesToken } from './introspection-takes-token.ts';

/** What resolvers work with. */
export interface RegistryContext {
  registry: Registry;
  /** Undefined where the request carries no token that is known. */
  actor: Actor | undefined;
}

/** Resolvers by type and field; their results are what the SDL beside them says. */
export type Resolvers = Record<string, Record<string, unknown>>;

export interface Endpoint {
  path: string;
  /** The SDL, relative to the project's folder. */
  schemaFile: string;
  resolvers: Resolvers;
}

/** Asks the API in process, for pages; refusals come as errors, as over HTTP. */
export type AskInProcess = (
  actor: Actor | undefined,
  query: string,
  variables?: Record<string, unknown>,
) => Promise<{ data?: Record<string, unknown> | null; errors?: readonly GraphQLFormattedError[] }>;

/**
 * Threat: a document of thousands of aliases, which is small to send and long to answer. Rule: parsing stops at a
 * few times what the longest document of a client has (Rover: under 200 tokens). An SDL is one token.
 */
const mostTokens = 1_000;
const mostValidationErrors = 10;

/** Mounts one of the registry's GraphQL APIs. */
export async function mountGraphql(
  app: FastifyInstance,
  registry: Registry,
  log: Logger,
  { path, schemaFile, resolvers }: Endpoint,
): Promise<AskInProcess> {
  const apollo = new ApolloServer<RegistryContext>({
    typeDefs: readFileSync(projectFile(schemaFile), 'utf8'),
    // The tools that join SDL and resolvers describe resolvers in a type of their own.
    resolvers: resolvers as never,
    introspection: true,
    parseOptions: { maxTokens: mostTokens },
    validationOptions: { maxErrors: mostValidationErrors },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: { requestHeaders: ['x-api-key', 'apollographql-client-name'] },
    persistedQueries: false,
    formatError: (formatted, error) => formatError(log, formatted, error),
    plugins: [
      introspectionTakesToken,
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      // Threat: with a key and a graph's name in the environment Apollo Server reports to its maker. Rule: nothing leaves the building.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
  await apollo.start();
  app.route({
    method: 'POST',
    url: path,
    handler: fastifyApolloHandler(apollo, {
      context: async ({ headers }) => ({ registry, actor: await actorOf(registry, headers) }),
    }),
  });
  return async (actor, query, variables = {}) => {
    const { body } = await apollo.executeOperation({ query, variables }, { contextValue: { registry, actor } });
    if (body.kind !== 'single') throw new Error('The API answered in parts, which it was not asked for.');
    return body.singleResult;
  };
}

/**
 * Threat: SQL or paths in the text of an unexpected error. Rule: refusals and GraphQL's own errors keep their message; the rest is logged and
 * masked.
 */
function formatError(log: Logger, formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const path = formatted.path ? { path: formatted.path } : {};
  if (original instanceof Refusal) {
    return { message: original.message, ...path, extensions: { code: original.code } };
  }
  if (original instanceof GraphQLError) return formatted;
  if (isUnstorableText(original)) return { message: unstorableText, ...path, extensions: { code: 'BAD_USER_INPUT' } };
  log.error({ err: original, path: formatted.path }, 'a resolver failed');
  return {
    message: 'The registry failed to answer this. The failure was recorded.',
    ...path,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}
