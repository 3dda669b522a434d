import { getOperationAST, parse, validate } from 'graphql';
import { CostModel } from '../../../../gateway/limits/cost/cost-model.ts';
import { OperationCheck, type CheckedOperation } from '../../../../gateway/limits/check-operation.ts';
import { defaultLimits, type Limits } from '../../../../gateway/limits/limits.ts';
import { readSupergraph, type Supergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { composed } from '../supergraph/compose.ts';

const SDL = `
  type Query {
    citizen: Citizen
    citizens(first: Int = 10, last: Int): [Citizen!] @listSize(slicingArguments: ["first", "last"])
    offices(first: Int): OfficeConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 4)
    search(text: String @cost(weight: 5), by: Filter): Hit
    tags: [String!]
    grid: [[Citizen!]!]
    vehicles(first: Int): [Vehicle!]
  }
  type Mutation { pay: Citizen }
  interface Hit { id: ID! related: [Hit!] }
  type Citizen implements Hit { id: ID! related: [Hit!] @listSize(assumedSize: 1) name: String score: Int @cost(weight: 8) vehicles: [Vehicle!] @listSize(assumedSize: 3) }
  type Vehicle implements Hit @cost(weight: 20) { id: ID! related: [Hit!] @listSize(assumedSize: 1) owner: Citizen state: State }
  type OfficeConnection { edges: [OfficeEdge!] nodes: [Office!] total: Int }
  type OfficeEdge { node: Office }
  type Office { id: ID! }
  enum State @cost(weight: 2) { GOOD BAD }
  input Filter { text: String @cost(weight: 3) and: [Filter!] }
`;

let read: Supergraph | undefined;

/** A supergraph that declares what its fields cost. */
export function pricedGraph(): Supergraph {
  read ??= readSupergraph(composed({ priced: SDL }));
  return read;
}

/** What the check says about a valid operation. */
export function checked(
  query: string,
  variables?: Record<string, unknown>,
  limits: Partial<Limits> = {},
): CheckedOperation {
  const { schema, apiSchema } = pricedGraph();
  const document = parse(query);
  const [invalid] = validate(apiSchema, document);
  if (invalid) throw invalid;
  const operation = getOperationAST(document);
  if (!operation) throw new Error(`expected one operation in ${query}`);
  return new OperationCheck(new CostModel(schema), { ...defaultLimits, ...limits }).check(
    document,
    operation,
    variables,
  );
}
