import { compose, composeServices, type CompositionResult } from '@apollo/composition';
import { Subgraphs } from '@apollo/federation-internals';
import { GraphQLError, parse, type ASTNode, type DocumentNode } from 'graphql';
import { printApiSchema } from '../../compose.ts';
import { readSubgraph } from '../checks/subgraph/read-subgraph.ts';
import type { Composition, CompositionIssue, IssueNode, SubgraphPart } from './composition.ts';

/** Composes subgraphs; what stands against it is in the result, with places in their SDL. */
export function composeSubgraphs(parts: readonly SubgraphPart[]): Composition {
  try {
    const subgraphs = readAll(parts);
    const result = subgraphs ? compose(subgraphs) : refuse(parts);
    if (!result.schema) return { errors: failures(result) };
    const hints = result.hints.map(({ message, definition, coordinate, nodes }) => ({
      message,
      code: definition.code,
      nodes: placesOf(nodes ?? []),
      ...(coordinate === undefined ? {} : { coordinate }),
    }));
    const supergraphSdl = `${result.supergraphSdl.trim()}\n`;
    return { supergraphSdl, apiSdl: printApiSchema(result.schema.toAPISchema()), hints };
  } catch (error) {
    return { errors: [error instanceof SyntaxProblem ? error.issue : unexpectedIssue(error)] };
  }
}

/** The subgraphs as composition takes them, each read once however often it is composed with others; undefined where one cannot be read. */
function readAll(parts: readonly SubgraphPart[]): Subgraphs | undefined {
  const subgraphs = new Subgraphs();
  for (const part of parts) {
    const subgraph = readSubgraph(part);
    if (!subgraph) return undefined;
    subgraphs.add(subgraph);
  }
  return subgraphs;
}

/** Says what is wrong with subgraphs of which one cannot be read. */
function refuse(parts: readonly SubgraphPart[]): CompositionResult {
  return composeServices(parts.map((part) => ({ name: part.name, url: part.url, typeDefs: parsed(part) })));
}

function parsed({ name, sdl }: SubgraphPart): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    if (error instanceof GraphQLError) throw new SyntaxProblem(name, error);
    throw error;
  }
}

/** The SDL is not GraphQL. */
class SyntaxProblem extends Error {
  readonly issue: CompositionIssue;

  constructor(subgraph: string, { message, locations }: GraphQLError) {
    super(message);
    const nodes = [{ subgraph, ...locations?.[0] }];
    this.issue = { message: `[${subgraph}] ${message}`, code: 'INVALID_GRAPHQL', nodes };
  }
}

function failures({ errors }: CompositionResult): CompositionIssue[] {
  return (errors ?? []).map(({ message, extensions, nodes }) => ({
    message,
    code: typeof extensions['code'] === 'string' ? extensions['code'] : 'INVALID_GRAPHQL',
    nodes: placesOf(nodes ?? []),
  }));
}

/** Composition notes on each node from which subgraph it comes. */
function placesOf(nodes: readonly (ASTNode & { subgraph?: string })[]): IssueNode[] {
  return nodes.map(({ subgraph, loc }) => ({
    ...(subgraph === undefined ? {} : { subgraph }),
    ...(loc ? { line: loc.startToken.line, column: loc.startToken.column } : {}),
  }));
}

/** A schema that is nested or circular beyond measure overflows the stack of composition. */
function unexpectedIssue(error: unknown): CompositionIssue {
  if (error instanceof RangeError) {
    return { message: 'The types refer to each other in too long a chain to be composed.', code: 'TOO_COMPLEX' };
  }
  return { message: error instanceof Error ? error.message : String(error), code: 'COMPOSITION_FAILED' };
}
