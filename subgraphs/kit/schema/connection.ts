import { ArgsType, Directive, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { publicAsParent } from './cache-control.ts';
import type { Page, PageRequest } from '../data/keyset.ts';

@Directive('@shareable')
@ObjectType({ description: 'Where a page stands in its list (Relay cursor connections).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there is more after this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether there is something before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first entry.' })
  startCursor?: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last entry: `after` of the next page.' })
  endCursor?: string | null;
}

/** The arguments of a list; lists add `filter` and `orderBy` where they have them. */
@ArgsType()
export class PageArguments implements PageRequest {
  @Field(() => Int, { defaultValue: 10, description: 'How many entries at most, 1 to 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Only entries after the one with this cursor.' })
  after?: string | null;
}

/** The value of a connection class made by {@link connectionOf}. */
export interface ConnectionValue<Node> {
  edges: { node: Node; cursor: string }[];
  nodes: Node[];
  pageInfo: PageInfo;
}

/** What of a list costs by its length, for `@listSize` on the field that returns the connection. */
export const listSize =
  '@listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 10)';

const unchanged: PropertyDecorator = () => undefined;

/**
 * Declares `<name>Connection` and `<name>Edge` for a node class.
 * @param options.isPublic whether lists of it are kept by the gateway where their root field has `@cacheControl`
 */
export function connectionOf<Node extends object>(
  node: () => ClassType<Node>,
  name: string,
  options: { isPublic?: boolean } = {},
): ClassType<ConnectionValue<Node>> {
  const Part = options.isPublic ? Directive(publicAsParent) : unchanged;

  @ObjectType(`${name}Edge`, { description: `An entry of a list of ${name} with its position.` })
  class Edge {
    @Part
    @Field(node, { description: 'The entry.' })
    node!: Node;

    @Field(() => String, { description: 'Its position, opaque: `after` for what follows.' })
    cursor!: string;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name} (Relay cursor connection).` })
  class Connection {
    @Part
    @Field(() => [Edge], { description: 'The entries with their positions.' })
    edges!: Edge[];

    @Part
    @Field(() => [node()], { description: 'The entries alone.' })
    nodes!: Node[];

    @Part
    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;
  }
  return Connection;
}

/** A page of rows as the value of a connection, each row turned into its node. */
export function toConnection<Row, Node>(page: Page<Row>, toNode: (row: Row) => Node): ConnectionValue<Node> {
  const edges = page.rows.map((row) => ({ node: toNode(row), cursor: row.cursor }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
