import { federation, type SubgraphSource } from '../federated-graph.ts';
import { byId, citizens, vehicles } from './data.ts';

type Vehicle = (typeof vehicles)[number];

const typeDefs = /* GraphQL */ `
  ${federation('key')}
  type Query {
    vehicle(id: ID!): Vehicle
    vehicles(filter: VehicleFilter): [Vehicle]
    record(id: ID!): Record
  }
  input VehicleFilter {
    makers: [String!]
    mass: MassRange = { from: 0 }
    not: VehicleFilter
  }
  input MassRange {
    from: Int = 0
    to: Int
  }
  interface Record {
    id: ID!
    summary(long: Boolean! = false): String!
  }
  type Citizen @key(fields: "id") {
    id: ID!
    vehicles(first: Int): [Vehicle!]
    permit: Permit
  }
  type Permit implements Record {
    id: ID!
    summary(long: Boolean! = false): String!
    classes: [PermitClass!]!
  }
  enum PermitClass {
    AM
    B
    CE
  }
  type Vehicle implements Record @key(fields: "id") {
    id: ID!
    summary(long: Boolean! = false): String!
    plate: String!
    model: Model!
    inspectionDueOn: String
    keeper: Citizen
    previousKeepers: [Citizen]
    procedures: [Procedure!]
  }
  type Model {
    maker: String
    name: String
    massKg: Float
  }
  union Procedure = Deregistration | PlateChange
  type Deregistration {
    effectiveOn: String
    kind: Int!
  }
  type PlateChange {
    wish: String!
    kind: String
  }
`;

function permit(id: unknown) {
  return id === 'c3' ? null : { __typename: 'Permit', id: `permit-${String(id)}`, classes: ['AM', 'B'] };
}

interface Filter {
  makers?: string[] | null;
  mass?: { from?: number | null; to?: number | null } | null;
  not?: Filter | null;
}

function passes(vehicle: Vehicle, { makers, mass, not }: Filter): boolean {
  const inRange = (mass?.from ?? 0) <= vehicle.mass && vehicle.mass <= (mass?.to ?? Infinity);
  return inRange && (makers?.includes(vehicle.maker) ?? true) && !(not && passes(vehicle, not));
}

/** Vehicles, who keeps them, and permits to drive them. */
export const vehicleRegistration: SubgraphSource = {
  name: 'vehicle-registration',
  typeDefs,
  resolvers: {
    Query: {
      vehicle: (_, { id }: { id: string }) => byId(vehicles, id),
      vehicles: (_, { filter }: { filter?: Filter | null }) => [
        ...vehicles.filter((vehicle) => passes(vehicle, filter ?? {})),
        null,
      ],
      record: (_, { id }: { id: string }) => byId(vehicles, id) ?? (byId(citizens, id) ? permit(id) : null),
    },
    Citizen: {
      __resolveReference: ({ id }) => byId(citizens, id),
      vehicles: ({ id }, { first }: { first?: number | null }) =>
        id === 'c4' ? null : vehicles.filter((vehicle) => vehicle.keeper === id).slice(0, Math.max(0, first ?? 9)),
      permit: ({ id }) => permit(id),
    },
    Permit: {
      summary: ({ id }, { long }: { long: boolean }) => (long ? `Driving permit ${String(id)}` : 'Permit'),
    },
    Vehicle: {
      __resolveReference: ({ id }) => byId(vehicles, id),
      summary: (vehicle: Vehicle, { long }: { long: boolean }) => vehicle.plate + (long ? `, ${vehicle.maker}` : ''),
      model: ({ maker, model, mass }: Vehicle) => ({ maker, name: model, massKg: mass / 8 }),
      inspectionDueOn: ({ dueOn }: Vehicle) => dueOn,
      keeper: ({ keeper }: Vehicle) => byId(citizens, keeper),
      previousKeepers: ({ keepers }: Vehicle) => keepers.map((id) => byId(citizens, id)),
      procedures: ({ id }: Vehicle) =>
        id === 'v2'
          ? null
          : [
              { __typename: 'Deregistration', effectiveOn: '2026-12-31', kind: 7 },
              { __typename: 'PlateChange', wish: 'BH XY 1', kind: 'paid' },
            ],
    },
  },
};
