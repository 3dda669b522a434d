import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const SIZES_OF_TYPES = 12;

/** What each of many subgraphs has: types of its own, and for its neighbour's entity a list of them. */
function sdl(index: number, count: number): string {
  const neighbour = (index + 1) % count;
  const fields = Array.from({ length: SIZES_OF_TYPES }, (_, field) => `field${field}: String`).join(' ');
  const types = ['Case', 'Notice', 'Office']
    .map((type) => `type ${type}${index} @key(fields: "id") { id: ID! ${fields} thing: Thing${index} }`)
    .join('\n');
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { thing${index}(id: ID!): Thing${index} }
    type Thing${index} @key(fields: "id") { id: ID! ${fields} cases: [Case${index}!]! next: Thing${neighbour} }
    ${neighbour === index ? '' : `type Thing${neighbour} @key(fields: "id") { id: ID! previous: Thing${index} notices${index}: [Notice${index}!]! }`}
    ${types}`;
}

/** A supergraph over so many subgraphs, each of which refers to the next and adds to it. */
export function manySubgraphs(count: number): string {
  const services = Array.from({ length: count }, (_, index) => ({
    name: `service-${index}`,
    url: `http://127.0.0.1:9/${index}`,
    typeDefs: parse(sdl(index, count)),
  }));
  const result = composeServices(services);
  if (result.errors) throw new Error(`The subgraphs do not compose: ${result.errors.join('\n')}`);
  return result.supergraphSdl;
}

/** Always over the same five subgraphs, whatever there is besides; another one for each number. */
export function operationOverFive(number: number): string {
  const depths = [0, 1, 2, 3].reduceRight(
    (inner, depth) => `next { id field${(depth + number) % SIZES_OF_TYPES} cases { id field1 } ${inner} }`,
    '',
  );
  return `query Over${number}($id: ID!) { thing0(id: $id) { id field${number % SIZES_OF_TYPES} cases { id field${number % 7} } ${depths} } }`;
}
