import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/**
 * The subgraphs of the benchmark. Their SDL is of Federation 1, which all gateways in the comparison read
 * (composition lifts it to Federation 2), and made for the benchmark: the services' own schemas change, a yardstick must not.
 */
export const SUBGRAPHS: Record<string, string> = {
  identity: `
    type Query { me(citizen: ID!): Citizen }
    type Citizen @key(fields: "id") { id: ID! name: PersonName! assurance: String! residence: Residence }
    type PersonName { full: String! }
    type Residence { authority: Authority }
    extend type Authority @key(fields: "id") { id: ID! @external }`,
  appointments: `
    extend type Citizen @key(fields: "id") { id: ID! @external appointments(first: Int!): AppointmentConnection }
    type AppointmentConnection { nodes: [Appointment!]! }
    type Appointment { id: ID! startsAt: String! status: String! service: Service office: Office }
    type Office { name: String! address: Address! }
    type Address { city: String! }
    extend type Service @key(fields: "id") { id: ID! @external }`,
  'vehicle-registration': `
    extend type Citizen @key(fields: "id") { id: ID! @external vehicles(first: Int!): VehicleConnection }
    type VehicleConnection { nodes: [Vehicle!]! }
    type Vehicle @key(fields: "id") { id: ID! plate: String model: String! inspectionDueOn: String availableProcedures: [AvailableProcedure!]! }
    type AvailableProcedure { kind: String! blockedBy: [Blocker!]! }
    type Blocker { code: String! }`,
  payments: `
    extend type Citizen @key(fields: "id") { id: ID! @external payments(first: Int!): PaymentConnection }
    type PaymentConnection { nodes: [Payment!]! }
    type Payment { id: ID! purpose: String! amount: Money! status: String! createdAt: String! authority: Authority }
    type Money { amount: Int! currency: String! formatted: String! }
    extend type Vehicle @key(fields: "id") { id: ID! @external openFees: [Fee!] }
    type Fee { amount: Money! status: String! }
    extend type Authority @key(fields: "id") { id: ID! @external }`,
  directory: `
    type Authority @key(fields: "id") { id: ID! name: String! level: String! }
    type Service @key(fields: "id") { id: ID! title: String! }`,
  users: `
    extend type Query { users(page: Int!): [User!] }
    type User @key(fields: "id") { id: ID! username: String! name: String! }`,
  products: `
    type Product @key(fields: "upc") { upc: String! name: String! price: Int weight: Int }`,
  inventory: `
    extend type Product @key(fields: "upc") { upc: String! @external price: Int @external weight: Int @external
      inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
  reviews: `
    type Review @key(fields: "id") { id: ID! body: String! author: User product: Product }
    extend type User @key(fields: "id") { id: ID! @external reviews: [Review!] }
    extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review!] }`,
};

/** The supergraph over these subgraphs at the given addresses. */
export function composeSupergraph(urls: Record<string, string>): string {
  const result = composeServices(
    Object.entries(SUBGRAPHS).map(([name, sdl]) => ({ name, url: urls[name] ?? '', typeDefs: parse(sdl) })),
  );
  if (result.errors) throw new Error(`The benchmark's subgraphs do not compose: ${result.errors.join('\n')}`);
  return result.supergraphSdl;
}
