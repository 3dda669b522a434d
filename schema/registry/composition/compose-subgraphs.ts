import { composeServices, type CompositionResult } from '@apollo/composition';
import { GraphQLError, parse, type ASTNode } from 'graphql';
import { printApi } from '../../compose.ts';
import type { Composition, CompositionIssue, IssueNode, SubgraphPart } from './composition.ts';

/** Composes subgraphs; what stands against it is in the result, with places in their SDL. */
export function composeSubgraphs(parts: readonly SubgraphPart[]): Composition {
  try {
    const services = [];
    for (const { name, url, sdl } of parts) {
      try {
        services.push({ name, url, typeDefs: parse(sdl) });
      } catch (error) {
        return { errors: [syntaxIssue(name, error)] };
      }
    }
    const result = composeServices(services);
    const errors = failures(result);
    if (errors.length > 0) return { errors };
    const supergraphSdl = `${(result.supergraphSdl ?? '').trim()}\n`;
    const hints = (result.hints ?? []).map((hint) => ({
      message: hint.message,
      code: hint.definition.code,
      nodes: placesOf(hint.nodes ?? []),
    }));
    return { supergraphSdl, apiSdl: printApi(supergraphSdl), hints };
  } catch (error) {
    return { errors: [unexpectedIssue(error)] };
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

function syntaxIssue(subgraph: string, error: unknown): CompositionIssue {
  const [place] = error instanceof GraphQLError ? (error.locations ?? []) : [];
  return {
    message: `[${subgraph}] ${error instanceof Error ? error.message : String(error)}`,
    code: 'INVALID_GRAPHQL',
    nodes: [{ subgraph, ...place }],
  };
}

/** A schema that is nested or circular beyond measure overflows the stack of composition. */
function unexpectedIssue(error: unknown): CompositionIssue {
  if (error instanceof RangeError) {
    return { message: 'The types refer to each other in too long a chain to be composed.', code: 'TOO_COMPLEX' };
  }
  return { message: error instanceof Error ? error.message : String(error), code: 'COMPOSITION_FAILED' };
}
