import { federation, type SubgraphSource } from '../federated-graph.ts';
import { appointments, authorities, byId, citizens, fees, payments as rows, vehicles } from './data.ts';

type Payment = (typeof rows)[number];
type Money = {
  amount: number;
  currency: string;
};

const typeDefs = /* GraphQL */ `
  ${federation('key')}
  type Query {
    payment(id: ID!): Payment
    ledger(newestFirst: Boolean = true): [Payment!]
  }
  type Citizen @key(fields: "id") {
    id: ID!
    payments(first: Int = 20): PaymentConnection
  }
  type PaymentConnection {
    nodes: [Payment]
    total: Money!
  }
  type Payment @key(fields: "id") {
    id: ID!
    purpose: String
    amount: Money!
    status: PaymentStatus!
    authority: Authority
    payer: Citizen!
    subject: PaymentSubject
  }
  enum PaymentStatus {
    PENDING
    PAID
    REFUNDED
  }
  type Money {
    amount: Int!
    currency: String!
    formatted(locale: String = "de"): String!
  }
  union PaymentSubject = Vehicle | Appointment | Fee
  type Fee @key(fields: "id") {
    id: ID!
    amount: Money!
    status: FeeStatus!
    vehicle: Vehicle
  }
  enum FeeStatus {
    OPEN
    OVERDUE
  }
  type Vehicle @key(fields: "id") {
    id: ID!
    openFees: [Fee!]!
  }
  type Appointment @key(fields: "id", resolvable: false) {
    id: ID!
  }
  type Authority @key(fields: "id") {
    id: ID!
    account: String
  }
`;

function subjectOf({ subject }: Payment): unknown {
  if (!subject) return null;
  const [type, id] = subject;
  const tables = { Vehicle: vehicles, Appointment: appointments, Fee: fees };
  return byId<(typeof tables)[typeof type][number]>(tables[type], id);
}

/** What has been paid and what is due. */
export const payments: SubgraphSource = {
  name: 'payments',
  typeDefs,
  resolvers: {
    Query: {
      payment: (_, { id }: { id: string }) => byId(rows, id),
      ledger: (_, { newestFirst }: { newestFirst: boolean | null }) => (newestFirst ? rows.toReversed() : rows),
    },
    Citizen: {
      __resolveReference: ({ id }) => byId(citizens, id),
      payments: ({ id }, { first }: { first: number | null }) => {
        const own = rows.filter((payment) => payment.payer === id);
        const total = own.reduce((sum, payment) => sum + payment.amount, 0);
        return { nodes: own.slice(0, Math.max(0, first ?? 20)), total: { amount: total, currency: 'EUR' } };
      },
    },
    Payment: {
      __resolveReference: ({ id }) => byId(rows, id),
      amount: ({ amount, currency }: Payment): Money => ({ amount, currency }),
      authority: ({ authority }: Payment) => byId(authorities, authority),
      payer: ({ payer }: Payment) => byId(citizens, payer),
      subject: subjectOf,
    },
    Money: {
      formatted: ({ amount, currency }: Money, { locale }: { locale: string | null }) =>
        `${(amount / 100).toFixed(2).replace('.', locale === 'de' ? ',' : '.')} ${currency}`,
    },
    Fee: {
      __resolveReference: ({ id }) => byId(fees, id),
      amount: ({ amount }: { amount: number }): Money => ({ amount, currency: 'EUR' }),
      vehicle: ({ vehicle }: { vehicle: string }) => byId(vehicles, vehicle),
    },
    Vehicle: {
      __resolveReference: ({ id }) => byId(vehicles, id),
      openFees: ({ id }) => fees.filter((fee) => fee.vehicle === id),
    },
    Authority: {
      __resolveReference: ({ id }) => byId(authorities, id),
      account: ({ id }) => (id === 'a4' ? null : `DE00 ${String(id)}`),
    },
  },
};
