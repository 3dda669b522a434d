import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible",
  "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize", "@tag", "@shareable", "@context", "@fromContext",
  "@composeDirective", "@override", "@interfaceObject"])\n`;

/** Composes subgraphs written without their `@link` line; throws the composition's errors. */
export function composed(subgraphs: Record<string, string>): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}.test/graphql`,
      typeDefs: parse(FEDERATION + sdl),
    })),
  );
  if (result.errors) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.supergraphSdl;
}

/** Every kind of element hidden in every place composition allows, and every feature that leaves marks in a supergraph. */
export const SUPERGRAPHS: Record<string, Record<string, string>> = {
  plain: {
    identity: `type Query { me: Citizen } type Citizen @key(fields: "id") { id: ID! name: String! }`,
    'vehicle-registration': `type Citizen @key(fields: "id") { id: ID! vehicles(first: Int = 5): [Vehicle!]! }
      type Vehicle @key(fields: "id") { id: ID! plate: String @deprecated(reason: "use plateNumber") plateNumber: Plate! }
      scalar Plate @specifiedBy(url: "https://example.org/plate")`,
  },
  protected: {
    payments: `type Query { fees: [Fee!] @authenticated @listSize(assumedSize: 3) audit: [String!] @requiresScopes(scopes: [["audit:read"]]) }
      type Fee @key(fields: "id") { id: ID! @tag(name: "public") amount: Int! @policy(policies: [["assurance:high"]]) @cost(weight: 3) }`,
  },
  hidden: {
    a: `directive @shown(internal: Int @inaccessible, public: Int) on FIELD
      type Query { one: One any: Any node: Node secret: Secret @inaccessible kind(kind: Kind, hidden: Int @inaccessible): Kind
        search(by: Filter): [One!] }
      interface Node { id: ID! }
      interface Concealed @inaccessible { id: ID! }
      type One implements Node & Concealed @key(fields: "id") { id: ID! shown(of: Int): String concealed: String @inaccessible }
      type Secret implements Node @inaccessible @key(fields: "id") { id: ID! other: Secret }
      union Any = One | Two | Secret
      type Two { x: Int @shareable }
      enum Kind { PUBLIC INTERNAL @inaccessible }
      input Filter { text: String internal: Hidden @inaccessible }
      input Hidden @inaccessible { x: Int }
      scalar Raw @inaccessible`,
    b: `type Two { x: Int @shareable } type One @key(fields: "id") { id: ID! fromB: String }
      directive @shown(internal: Int, public: Int) on FIELD`,
  },
  context: {
    a: `type Query { owner: Owner! } type Owner @key(fields: "id") @context(name: "owner") { id: ID! lang: String! item: Item! }
      type Item @key(fields: "id") { id: ID! title(lang: String @fromContext(field: "$owner { lang }")): String! }`,
  },
  custom: {
    a: `extend schema @link(url: "https://agency.example/retention/v1.0", import: ["@retention"]) @composeDirective(name: "@retention")
      directive @retention(days: Int!) on FIELD_DEFINITION | OBJECT
      type Query { file: File } type File @key(fields: "id") @retention(days: 10) { id: ID! text: String @retention(days: 3) }`,
  },
  abstract: {
    a: `type Query { media: [Media!] } interface Media @key(fields: "id") { id: ID! title: String } type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }`,
    b: `type Media @interfaceObject @key(fields: "id") { id: ID! reviews: [Int!] }`,
  },
};
