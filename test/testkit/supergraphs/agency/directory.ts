import { federation, type SubgraphSource } from '../federated-graph.ts';
import { authorities, byId, services } from './data.ts';

type Authority = (typeof authorities)[number];
type Service = (typeof services)[number];

const typeDefs = /* GraphQL */ `
  ${federation('key')}
  type Query {
    authorities(level: AuthorityLevel): [Authority!]!
    search(text: String!, kinds: [SearchKind!] = [SERVICE]): [Named!]!
  }
  enum SearchKind {
    SERVICE
    AUTHORITY
  }
  enum AuthorityLevel {
    FEDERAL
    STATE
    MUNICIPAL
  }
  interface Named {
    id: ID!
    name: String!
  }
  type Authority implements Named @key(fields: "id") {
    id: ID!
    name: String!
    level: AuthorityLevel
    parent: Authority
    services: [Service]!
  }
  type Service implements Named @key(fields: "id") {
    id: ID!
    name: String!
    title: String!
    fee: Int
    isOnline: Boolean!
    authority: Authority!
  }
`;

/** Which authorities there are and what they do. */
export const directory: SubgraphSource = {
  name: 'directory',
  typeDefs,
  resolvers: {
    Query: {
      authorities: (_, { level }: { level?: string | null }) =>
        authorities.filter((row) => !level || row.level === level),
      search: (_, { text, kinds }: { text: string; kinds: string[] | null }) => [
        ...(kinds?.includes('SERVICE') ? services.filter((row) => row.title.includes(text)) : []),
        ...(kinds?.includes('AUTHORITY') ? authorities.filter((row) => row.name.includes(text)) : []),
      ],
    },
    Authority: {
      __resolveReference: ({ id }) => byId(authorities, id),
      parent: ({ parent }: Authority) => byId(authorities, parent),
      services: ({ services: offered }: Authority) => [...offered.map((id) => byId(services, id)), null],
    },
    Service: {
      __resolveReference: ({ id }) => byId(services, id),
      name: ({ title }: Service) => title.toLowerCase(),
      isOnline: ({ online }: Service) => online,
      authority: ({ authority }: Service) => byId(authorities, authority),
    },
  },
};
