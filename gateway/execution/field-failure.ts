import { GraphQLError } from 'graphql';

/** Why a field has no value, as a client may read it. */
export interface FailureCause {
  message: string;
  extensions: Record<string, unknown>;
  /** Where it happened inside the field that is null because of it, in the client's names; mostly `[]`. */
  within: readonly (string | number)[];
}

/**
 * Stands in the data where a value would be, had its subgraph not failed. Whoever writes the response turns it into null and an
 * error at the place where it is found: so the error has the client's path, and every null that a failure caused has its error.
 */
export class FieldFailure {
  readonly causes: readonly FailureCause[];

  constructor(causes: readonly FailureCause[]) {
    this.causes = causes;
  }

  errorsAt(path: readonly (string | number)[]): GraphQLError[] {
    return this.causes.map(({ message, extensions, within }) => {
      return new GraphQLError(message, { path: [...path, ...within], extensions });
    });
  }
}

/** Stands where there is legitimately nothing: a subgraph said that it does not have the entity. */
export const NOTHING = new FieldFailure([]);

/** An object of the data: what came from a subgraph, or `FieldFailure` where it failed. */
export type DataObject = Record<string, unknown>;

/** An object of the data, and neither a list nor a failure. */
export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FieldFailure);
}
