import { federation, type SubgraphSource } from '../federated-graph.ts';
import { publications } from './data.ts';

const typeDefs = /* GraphQL */ `
  ${federation('key', 'interfaceObject')}
  type Query {
    loans: [Loan!]
  }
  type Publication @key(fields: "id", resolvable: false) @interfaceObject {
    id: ID!
  }
  type Loan {
    days: Int!
    what: Publication
  }
`;

/** Who has which publication: knows the id of what was lent, and nobody can ask it for more. */
export const lending: SubgraphSource = {
  name: 'lending',
  typeDefs,
  resolvers: {
    Query: {
      loans: () => [
        { days: 14, what: publications[2] },
        { days: 3, what: publications[0] },
        { days: 1, what: null },
      ],
    },
  },
};
