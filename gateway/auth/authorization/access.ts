import type { DocumentNode, OperationDefinitionNode } from 'graphql';

/** Why a caller does not get something, as the caller may read it. */
export interface Denial {
  message: string;
  /** With a `code` of the gateway's closed set. */
  extensions: Readonly<Record<string, unknown>>;
}

/** What one caller does not get of one supergraph. Names are those of the API schema. */
export interface Denials {
  /** Why a field of this type is null; undefined when the caller gets it. The type may be an interface, where nothing more is known. */
  field(type: string, field: string): Denial | undefined;
  /** Why an object of this type is null where an interface or a union is expected; undefined when the caller gets it. */
  object(type: string): Denial | undefined;
}

/** What a caller gets of one operation. */
export interface Access {
  /** The same for all callers who get the same; empty when nothing is denied. */
  profile: string;
  /**
   * What may be asked of subgraphs: denied fields are taken out, fields of interfaces are split by type where types differ.
   * For planning only: selection sets may be empty, and the response still has the shape of the client's own operation.
   */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** Undefined when nothing is denied. */
  denials?: Denials | undefined;
}

/** Decides what of a valid operation the caller gets. `Context` is what the server knows of the request. */
export type AuthorizeOperation<Context> = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  context: Context,
) => Access | Promise<Access>;
