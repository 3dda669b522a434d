import { GraphQLError, parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import type { CheckResult, SubgraphVersion } from '../check.ts';
import { settle, type Remark } from '../finding.ts';
import { oversizedElements } from './oversized-elements.ts';
import { completeSchemaLimits, type SchemaLimits } from './schema-limits.ts';

/**
 * Whether an SDL is small enough to be worked on at all; asked before anything else is done with it.
 * Threat: an SDL of thousands of types, or one that nests without end, stops composition for all agencies. Rule: counted while parsing, which stops at
 * the first token too many; what nests deeper than the parser's stack is refused like any other mistake.
 */
export function checkLimits(proposed: SubgraphVersion, set?: Readonly<Record<string, number>>): CheckResult {
  const limits = completeSchemaLimits(set);
  const bytes = Buffer.byteLength(proposed.sdl);
  if (bytes > limits.bytes) {
    return settle('limits', proposed.name, [tooLarge('bytes', bytes, limits)], []);
  }
  const read = parsed(proposed, limits);
  return settle('limits', proposed.name, 'code' in read ? [read] : oversizedElements(proposed, read, limits), []);
}

function parsed({ name, sdl }: SubgraphVersion, limits: SchemaLimits): DocumentNode | Remark {
  try {
    return parse(sdl, { maxTokens: limits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError && /more tha[nt] \d+ tokens/.test(error.message)) {
      return tooLarge('tokens', limits.tokens + 1, limits);
    }
    return unreadable(name, error);
  }
}

function tooLarge(limit: 'bytes' | 'tokens', actual: number, limits: SchemaLimits): Remark {
  return {
    code: 'TOO_LARGE',
    severity: 'error',
    message: `The SDL has ${limit === 'tokens' ? 'more than ' : ''}${limit === 'tokens' ? limits.tokens : actual} ${limit}, ${limits[limit]} are allowed.`,
    why: 'All agencies wait while a subgraph is read and composed.',
    remedy: 'Split the subgraph in two, or leave out what is generated and not used.',
  };
}

function unreadable(subgraph: string, error: unknown): Remark {
  const [at] = error instanceof GraphQLError ? (error.locations ?? []) : [];
  return {
    code: 'UNREADABLE_SDL',
    severity: 'error',
    message:
      error instanceof RangeError
        ? 'The SDL nests more deeply than can be read.'
        : `The SDL cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    why: 'Nothing else can be checked.',
    remedy: 'Mend the place; most editors show it with a plugin for GraphQL.',
    ...(at && { location: { subgraph, line: at.line, column: at.column } }),
  };
}
