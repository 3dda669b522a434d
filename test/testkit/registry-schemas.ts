/** Small schemas of two agencies, as they would publish them. */
const link = (names: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${names
    .split(' ')
    .map((name) => `"@${name}"`)
    .join(', ')}])\n`;

/** The subgraph that knows citizens. */
export const citizensSdl = `${link('key authenticated')}
"What can be asked about citizens."
type Query {
  "Who asks."
  me: Citizen @authenticated
}

"Somebody with an account."
type Citizen @key(fields: "id") {
  "Identifier."
  id: ID!
  "How they are called."
  name: String @authenticated
}
`;

/** A subgraph of another agency, which adds dogs to citizens. `fields` are further fields of Dog. */
export const dogsSdl = (fields = '') => `${link('key authenticated')}
"What can be asked about dogs."
type Query {
  "All races, for forms."
  dogRaces: [String!]! @authenticated
}

"Somebody with an account."
type Citizen @key(fields: "id") {
  "Identifier."
  id: ID!
  "Their dogs."
  dogs: [Dog!]! @authenticated
}

"A registered dog."
type Dog @key(fields: "tag") {
  "Number on its tag."
  tag: ID!
  "How it is called."
  name: String
  ${fields}
}
`;
