import { federation, type FederatedGraph, type Row, type SubgraphSource } from '../federated-graph.ts';
import { byId } from '../agency/data.ts';

const tenants = [
  { __typename: 'Tenant', id: 't1', locale: 'de', forms: ['w1', 'w2'] },
  { __typename: 'Tenant', id: 't2', locale: 'fr', forms: ['w1'] },
  { __typename: 'Tenant', id: 't3', locale: null, forms: ['w2', 'none'] },
] as const;

const forms: readonly { __typename: 'WebForm'; id: string; titles: Row }[] = [
  { __typename: 'WebForm', id: 'w1', titles: { de: 'Antrag', fr: 'Demande', en: 'Application' } },
  { __typename: 'WebForm', id: 'w2', titles: { de: 'Widerspruch', en: 'Objection' } },
];

const tenancy: SubgraphSource = {
  name: 'tenancy',
  typeDefs: /* GraphQL */ `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@context", "@fromContext", "@external"])
    type Query {
      tenant(id: ID!): Tenant
      tenants: [Tenant!]!
    }
    type Tenant @key(fields: "id") @context(name: "tenant") {
      id: ID!
      locale: String
      forms: [WebForm]
    }
    type WebForm @key(fields: "id") {
      id: ID!
      title(locale: String @fromContext(field: "$tenant { locale }")): String
    }
  `,
  resolvers: {
    Query: {
      tenant: (_, { id }: { id: string }) => byId<(typeof tenants)[number]>(tenants, id),
      tenants: () => tenants,
    },
    Tenant: {
      __resolveReference: ({ id }) => byId<(typeof tenants)[number]>(tenants, id),
      forms: ({ forms: ids }) => (ids as string[]).map((id) => byId(forms, id)),
    },
    WebForm: {
      __resolveReference: ({ id }) => byId(forms, id),
      title: ({ titles }, { locale }: { locale?: string | null }) => titled(titles, locale),
    },
  },
};

const editing: SubgraphSource = {
  name: 'editing',
  typeDefs: /* GraphQL */ `
    ${federation('key')}
    type WebForm @key(fields: "id") {
      id: ID!
      pages: Int!
    }
  `,
  resolvers: { WebForm: { __resolveReference: ({ id }) => byId(forms, id), pages: () => 2 } },
};

function titled(titles: unknown, locale: string | null | undefined): unknown {
  return (titles as Row)[locale ?? 'en'] ?? null;
}

/** A field that takes an argument from an object further up, which no client can give. */
export const context: FederatedGraph = {
  name: 'context',
  subgraphs: [tenancy, editing],
  monolith: {
    Tenant: {
      forms: ({ locale, forms: ids }) =>
        (ids as string[]).map((id) => {
          const form = byId(forms, id);
          return form && { ...form, locale };
        }),
    },
    WebForm: { title: ({ titles, locale }) => titled(titles, locale as string | null) },
  },
  ids: ['t1', 't2', 't3', 'none'],
  failable: ['tenancy', 'editing'],
  forgetful: ['editing'],
  readElsewhere: ['Tenant.locale'],
};
