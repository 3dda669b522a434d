import { federation, type SubgraphSource } from '../federated-graph.ts';
import { appointments as rows, byId, citizens, offices, services } from './data.ts';

type Appointment = (typeof rows)[number];
type Office = (typeof offices)[number];
type Page = {
  nodes: readonly Appointment[];
};

const typeDefs = /* GraphQL */ `
  ${federation('key')}
  type Query {
    appointment(id: ID!): Appointment
    offices(city: String): [Office!]!
  }
  type Mutation {
    holdAppointment(office: ID!, at: DateTime): HoldPayload
  }
  type HoldPayload {
    appointment: Appointment
    problems: [String!]!
  }
  scalar DateTime
  type Citizen @key(fields: "id") {
    id: ID!
    appointments(first: Int = 10, status: [AppointmentStatus!]): AppointmentConnection
  }
  type AppointmentConnection {
    nodes: [Appointment!]!
    edges: [AppointmentEdge]!
    totalCount: Int!
  }
  type AppointmentEdge {
    cursor: String!
    node: Appointment!
  }
  type Appointment @key(fields: "id") {
    id: ID!
    startsAt: DateTime!
    status: AppointmentStatus!
    service: Service
    office: Office!
    citizen: Citizen
    notes: [String]
  }
  enum AppointmentStatus {
    HELD
    CONFIRMED
    CANCELLED
  }
  type Office @key(fields: "id") {
    id: ID!
    name: String
    address: Address!
    openings: [[String!]]!
  }
  type Address {
    city: String!
    lines(separator: String! = ", "): String!
  }
  type Service @key(fields: "id", resolvable: false) {
    id: ID!
  }
`;

/** Offices and what is booked there. */
export const appointments: SubgraphSource = {
  name: 'appointments',
  typeDefs,
  resolvers: {
    Query: {
      appointment: (_, { id }: { id: string }) => byId(rows, id),
      offices: (_, { city }: { city?: string | null }) => offices.filter((office) => !city || office.city === city),
    },
    Mutation: {
      holdAppointment: (_, { office }: { office: string }) => {
        const known = byId(offices, office);
        return { appointment: known && rows[0], problems: known ? [] : [`no office ${office}`] };
      },
    },
    Citizen: {
      __resolveReference: ({ id }) => byId(citizens, id),
      appointments: ({ id }, { first, status }: { first: number | null; status?: string[] | null }): Page => ({
        nodes: rows
          .filter((row) => row.citizen === id && (!status || status.includes(row.status)))
          .slice(0, Math.max(0, first ?? 10)),
      }),
    },
    AppointmentConnection: {
      totalCount: ({ nodes }: Page) => nodes.length,
      edges: ({ nodes }: Page) => [...nodes.map((node) => ({ cursor: `after ${node.id}`, node })), null],
    },
    Appointment: {
      __resolveReference: ({ id }) => byId(rows, id),
      service: ({ service }: Appointment) => byId(services, service),
      office: ({ office }: Appointment) => byId(offices, office),
      citizen: ({ citizen }: Appointment) => byId(citizens, citizen),
    },
    Office: {
      __resolveReference: ({ id }) => byId(offices, id),
      address: (office: Office) => office,
      openings: ({ hours }: Office) => hours,
    },
    Address: {
      lines: ({ name, city }: Office, { separator }: { separator: string }) => [name, city].join(separator),
    },
  },
};
