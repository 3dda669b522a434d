import { GraphQLError } from 'graphql';
import type { Denial } from '../../auth/authorization/access.ts';
import { FieldFailure } from '../field-failure.ts';
import type { Variables } from './conditions.ts';

/** Where a value stands: how deep, whether it may be null, and the name of its field for messages. */
export interface Position {
  /** Number of path segments down to the value. */
  depth: number;
  nonNull: boolean;
  /** `Type.field`. */
  label: string;
}

/** More errors than this are counted and not listed: an answer must not grow without bound because a subgraph fails. */
const MAX_ERRORS = 500;

/** The state of writing one response. */
export class Completion {
  readonly variables: Variables;
  /** Whether the data holds failures at all. */
  readonly hasFailures: boolean;
  readonly errors: GraphQLError[] = [];
  /** Response keys and indices down to where the writer is. Segments below the current depth are left-overs. */
  readonly path: (string | number)[] = [];
  /** Whether a value was neither there nor accounted for: a subgraph left it out, or the plan never asked for it. */
  isIncomplete = false;
  /** The errors that are on their way up to the next position that may be null. */
  private bubbling: GraphQLError[] = [];

  constructor(variables: Variables, hasFailures: boolean) {
    this.variables = variables;
    this.hasFailures = hasFailures;
  }

  /** The text for a value that is null, absent or failed; undefined when that may not be. */
  absent(value: unknown, position: Position): 'null' | undefined {
    if (value instanceof FieldFailure && value.causes.length > 0) {
      return this.give(value.errorsAt(this.pathTo(position)), position);
    }
    if (value === undefined) {
      this.isIncomplete = true;
      return this.fail(`No value came for ${position.label}.`, position);
    }
    if (!position.nonNull) return 'null';
    return this.fail(`Cannot return null for non-nullable field ${position.label}.`, position);
  }

  /** The text for a value that its subgraph should not have given; undefined when null is not allowed there. */
  fail(message: string, position: Position): 'null' | undefined {
    const extensions = { code: 'SUBGRAPH_BAD_RESPONSE' };
    return this.give([new GraphQLError(message, { path: this.pathTo(position), extensions })], position);
  }

  /** The text for a value that the caller does not get; undefined when null is not allowed there. */
  refuse({ message, extensions }: Denial, position: Position): 'null' | undefined {
    return this.give([new GraphQLError(message, { path: this.pathTo(position), extensions })], position);
  }

  /** An error below made this position null: it replaces what was reported from inside since `mark`. */
  settle(mark: number): 'null' {
    this.errors.length = mark;
    this.report(this.bubbling);
    this.bubbling = [];
    return 'null';
  }

  private give(errors: GraphQLError[], position: Position): 'null' | undefined {
    if (position.nonNull) {
      this.bubbling = errors;
      return undefined;
    }
    this.report(errors);
    return 'null';
  }

  private report(errors: readonly GraphQLError[]): void {
    for (const error of errors) if (this.errors.length < MAX_ERRORS) this.errors.push(error);
  }

  private pathTo({ depth }: Position): (string | number)[] {
    return this.path.slice(0, depth);
  }
}

/** Writes a value of the data as JSON; undefined when it is null and may not be, so that the parent becomes null. */
export type Writer = (value: unknown, completion: Completion) => string | undefined;
