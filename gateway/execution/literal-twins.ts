import { createHash } from 'node:crypto';
import { OperationTypeNode, print } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { liftLiterals } from '../planning/lift-literals.ts';
import type { OperationRequest } from './served-graph.ts';

/** The operation that all who differ only in literals are executed as. */
interface Shared {
  hash: string;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** The one that came first, which is executed as it is; none where its literals are long. */
  first: string | undefined;
}

/** What a document's operation is executed as. */
type Standing = 'itself' | (Shared & { values: Readonly<Record<string, unknown>> });

const MOST_SHARED = 2_000;

/** Characters of literals that are not worth planning with: they would be read, written and kept again at each step. */
const LONG = 1_000;

/**
 * Finds operations that are the same but for literals: `vehicle(id: "a")` and `vehicle(id: "b")` are planned and compiled once, and the
 * literal goes to subgraphs as a variable. An operation keeps its own text, and what that saves per request, until a second one like it comes, unless
 * its literals are long.
 */
export class LiteralTwins {
  private readonly schema: GraphQLSchema;
  private readonly standings = new WeakMap<OperationDefinitionNode, Standing>();
  /** By the hash of the text without literals. */
  private readonly shared = new LRUCache<string, Shared>({ max: MOST_SHARED });

  constructor(apiSchema: GraphQLSchema) {
    this.schema = apiSchema;
  }

  /** The request as it is executed. */
  resolve(request: OperationRequest): OperationRequest {
    const standing = this.standings.get(request.operation) ?? this.learn(request);
    if (standing === 'itself') return request;
    const { hash, document, operation, values } = standing;
    return { ...request, hash, document, operation, variables: { ...request.variables, ...values } };
  }

  private learn(request: OperationRequest): Standing {
    const standing = this.standingOf(request);
    this.standings.set(request.operation, standing);
    return standing;
  }

  private standingOf({ hash: own, document, operation }: OperationRequest): Standing {
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) return 'itself';
    const lifted = liftLiterals(document, operation, this.schema);
    if (!lifted) return 'itself';
    const hash = createHash('sha256').update(print(lifted.document)).digest('hex');
    const { values, ...written } = lifted;
    let shared = this.shared.get(hash);
    if (!shared) {
      shared = { hash, ...written, first: JSON.stringify(values).length > LONG ? undefined : own };
      this.shared.set(hash, shared);
    }
    return shared.first === own ? 'itself' : { ...shared, values };
  }
}
