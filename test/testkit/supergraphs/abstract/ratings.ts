import { federation, type SubgraphSource } from '../federated-graph.ts';
import { byId, people, publications, reviews } from './data.ts';

type Publication = (typeof publications)[number];
type Review = (typeof reviews)[number];

const typeDefs = /* GraphQL */ `
  ${federation('key', 'interfaceObject')}
  type Query {
    topRated(first: Int = 2): [Publication!]!
    review(id: ID!): Review
  }
  type Publication @key(fields: "id") @interfaceObject {
    id: ID!
    rating(scale: Int! = 5): Float
    reviews: [Review!]!
    curator: Person
  }
  type Review @key(fields: "id") {
    id: ID!
    text: String
    stars: Int!
    about: Publication
  }
  type Person @key(fields: "id") {
    id: ID!
    reviews(minimum: Int = 0): [Review!]
  }
`;

/** What people think of publications: knows of them as one type, not of their kinds. */
export const ratings: SubgraphSource = {
  name: 'ratings',
  typeDefs,
  resolvers: {
    Query: {
      topRated: (_, { first }: { first: number | null }) => publications.slice(0, Math.max(0, first ?? 2)),
      review: (_, { id }: { id: string }) => byId<Review>(reviews, id),
    },
    Publication: {
      __resolveReference: ({ id }) => byId<Publication>(publications, id),
      rating: ({ id }, { scale }: { scale: number }) => {
        const stars = reviews.filter((review) => review.about === id).map((review) => review.stars);
        return stars.length > 0 ? (stars.reduce((sum, star) => sum + star, 0) / stars.length / 8) * scale : null;
      },
      reviews: ({ id }) => reviews.filter((review) => review.about === id),
      curator: ({ id }) => (id === 'n1' ? null : people[0]),
    },
    Review: {
      __resolveReference: ({ id }) => byId<Review>(reviews, id),
      about: ({ about }: Review) => byId<Publication>(publications, about),
    },
    Person: {
      __resolveReference: ({ id }) => byId<(typeof people)[number]>(people, id),
      reviews: ({ id }, { minimum }: { minimum: number | null }) =>
        id === 'h2' ? null : reviews.filter(({ stars }) => stars >= (minimum ?? 0)),
    },
  },
};
