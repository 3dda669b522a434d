import type { SubgraphVersion } from '../../../../schema/registry/checks/check.ts';
import { version } from './change.ts';

export const identity = version(
  'identity',
  `type Query { me: Citizen @authenticated, search(kind: Kind): [Hit!] @authenticated }
   type Mutation { updateName(input: NameInput!): Citizen @requiresScopes(scopes: [["profile:write"]]) }
   type Citizen implements Person @key(fields: "id") { id: ID! name: String @requiresScopes(scopes: [["profile:read"]]) level: Level money: Money }
   interface Person { id: ID! name: String }
   interface Media @key(fields: "id") { id: ID! title: String }
   type Film implements Media @key(fields: "id") { id: ID! title: String length: Int }
   union Hit = Citizen
   enum Level { LOW HIGH }
   enum Kind { PERSON OFFICE }
   input NameInput { name: String, note: String }
   type Money @shareable { cents: Int! }
   scalar Day`,
);
export const money = `type Money @shareable { cents: Int! }`;
const older = version(
  'older',
  `# federation 1\ntype Query { oldest: String } type File @key(fields: "id") { id: ID! text: String }`,
);
export const live: SubgraphVersion[] = [identity, older];

/** A way of touching what others own. */
export interface Attempt {
  what: string;
  sdl: string;
  code: string;
  at?: string;
  owner?: string;
  /** Some tricks are stopped by composition as well; the owner's word is needed all the same. */
  composes?: boolean;
}

export const stub = 'type Citizen @key(fields: "id") { id: ID!';
export const attempts: Attempt[] = [
  {
    what: "takes another's field with @override",
    sdl: `${stub} name: String @override(from: "identity") }`,
    code: 'OVERRIDES_FOREIGN_FIELD',
    at: 'Citizen.name',
  },
  {
    what: 'takes Query.me with @override',
    sdl: `type Query { me: Citizen @override(from: "identity") } ${stub} }`,
    code: 'OVERRIDES_FOREIGN_FIELD',
    at: 'Query.me',
  },
  {
    what: 'takes a mutation with @override, and its scopes with it',
    sdl: `type Mutation { updateName(input: NameInput!): Citizen @override(from: "identity") } input NameInput { name: String, note: String } ${stub} }`,
    code: 'OVERRIDES_FOREIGN_FIELD',
    at: 'Mutation.updateName',
  },
  {
    what: 'takes a field for nought percent of requests, to begin with',
    sdl: `${stub} name: String @override(from: "identity", label: "percent(0)") }`,
    code: 'OVERRIDES_FOREIGN_FIELD',
    at: 'Citizen.name',
  },
  {
    what: 'takes a field with @override under another name',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", { name: "@override", as: "@describe" }])
      directive @override(from: String) on FIELD_DEFINITION
      ${stub} name: String @describe(from: "identity") }`,
    code: 'OVERRIDES_FOREIGN_FIELD',
    at: 'Citizen.name',
  },
  {
    what: 'takes a field with @override under the prefix of its specification',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "doc")
      type Citizen @doc__key(fields: "id") { id: ID! name: String @doc__override(from: "identity") }`,
    code: 'OVERRIDES_FOREIGN_FIELD',
    at: 'Citizen.name',
  },
  {
    what: 'takes Query.me from a root type of another name',
    sdl: `schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"]) { query: Innocent }
      type Innocent { me: Citizen @override(from: "identity") } ${stub} }`,
    code: 'OVERRIDES_FOREIGN_FIELD',
    at: 'Query.me',
  },
  {
    what: 'is sent a protected field with @requires',
    sdl: `${stub} name: String @external greeting: String @requires(fields: "name") @requiresScopes(scopes: [["profile:read"]]) }`,
    code: 'REQUIRES_PROTECTED_FIELD',
    at: 'Citizen.greeting',
  },
  {
    what: 'is sent an unprotected field with @requires',
    sdl: `${stub} level: Level @external trusted: Boolean @requires(fields: "level") } enum Level { LOW HIGH }`,
    code: 'REQUIRES_FOREIGN_FIELD',
    at: 'Citizen.trusted',
  },
  {
    what: 'is sent a field of a nested object with @requires',
    sdl: `${stub} money: Money @external rich: Boolean @requires(fields: "money { cents }") } type Money { cents: Int! @external }`,
    code: 'REQUIRES_FOREIGN_FIELD',
    at: 'Citizen.rich',
  },
  {
    what: 'is sent a protected field through a context',
    sdl: `type Citizen @key(fields: "id") @context(name: "who") { id: ID! name: String @external letter: Letter! }
      type Letter @key(fields: "id") { id: ID! text(to: String @fromContext(field: "$who { name }")): String }`,
    code: 'READS_FOREIGN_CONTEXT',
    at: 'Letter.text(to:)',
    composes: false,
  },
  {
    what: 'is sent a field as part of a key that its owner does not publish',
    sdl: `type Citizen @key(fields: "id") @key(fields: "id name") { id: ID! name: String @external dogs: Int }`,
    code: 'FOREIGN_KEY',
    at: 'Citizen',
    composes: false,
  },
  {
    what: 'names an entity by a field that its owner does not use as a key',
    sdl: `type Citizen @key(fields: "name") { name: String @shareable dogs: Int }`,
    code: 'FOREIGN_KEY',
    at: 'Citizen',
    composes: false,
  },
  {
    what: 'hides a shared type with @inaccessible',
    sdl: `type Query { price: Money @authenticated } type Money @shareable @inaccessible { cents: Int! }`,
    code: 'HIDES_FOREIGN_ELEMENT',
    at: 'Money',
    composes: false,
  },
  {
    what: 'hides a value of an enum with @inaccessible',
    sdl: `${stub} least: Level } enum Level { LOW HIGH @inaccessible }`,
    code: 'HIDES_FOREIGN_ELEMENT',
    at: 'Level.HIGH',
  },
  {
    what: 'hides an entity with @inaccessible',
    sdl: `type Citizen @key(fields: "id") @inaccessible { id: ID! }`,
    code: 'HIDES_FOREIGN_ELEMENT',
    at: 'Citizen',
    composes: false,
  },
  {
    what: 'hides all queries with @inaccessible',
    sdl: `type Query @inaccessible { other: String @authenticated }`,
    code: 'HIDES_FOREIGN_ELEMENT',
    at: 'Query',
    owner: 'graph',
    composes: false,
  },
  {
    what: 'answers a field that only it marks as shared',
    sdl: `type Query { oldest: String @shareable }`,
    code: 'RESOLVES_FOREIGN_FIELD',
    at: 'Query.oldest',
    owner: 'older',
  },
  {
    what: 'answers a field of an entity of Federation 1 that only it marks as shared',
    sdl: `type File @key(fields: "id") { id: ID! text: String @shareable }`,
    code: 'RESOLVES_FOREIGN_FIELD',
    at: 'File.text',
    owner: 'older',
  },
  {
    what: 'answers a field of an entity, being of Federation 1 itself',
    sdl: `# federation 1\nextend type File @key(fields: "id") { id: ID! @external text: String }`,
    code: 'RESOLVES_FOREIGN_FIELD',
    at: 'File.text',
    owner: 'older',
  },
  {
    what: 'answers a query of Federation 1, being of Federation 1 itself',
    sdl: `# federation 1\nextend type Query { oldest: String }`,
    code: 'RESOLVES_FOREIGN_FIELD',
    at: 'Query.oldest',
    owner: 'older',
  },
  {
    what: 'is sent what it takes for a field of its own of the same name',
    sdl: `type Film @key(fields: "id") { id: ID! length: Int @external long: Boolean @requires(fields: "length") }`,
    code: 'REQUIRES_FOREIGN_FIELD',
    at: 'Film.long',
  },
  {
    what: 'hides a field that it only marks as external',
    sdl: `${stub} level: Level @external @inaccessible trusted: Boolean @requires(fields: "level") } enum Level { LOW HIGH }`,
    code: 'HIDES_FOREIGN_ELEMENT',
    at: 'Citizen.level',
    composes: false,
  },
  {
    what: 'answers a field of another on one way with @provides',
    sdl: `type Query { mine: File @authenticated @provides(fields: "text") } type File @key(fields: "id") { id: ID! text: String @external }`,
    code: 'PROVIDES_FOREIGN_FIELD',
    at: 'Query.mine',
    owner: 'older',
  },
  {
    what: 'locks an enum that others use with @policy',
    sdl: `${stub} least: Level } enum Level @policy(policies: [["never"]]) { LOW HIGH }`,
    code: 'PROTECTS_FOREIGN_ELEMENT',
    at: 'Level',
  },
  {
    what: 'locks an entity with @requiresScopes',
    sdl: `type Citizen @key(fields: "id") @requiresScopes(scopes: [["evil"]]) { id: ID! }`,
    code: 'PROTECTS_FOREIGN_ELEMENT',
    at: 'Citizen',
  },
  {
    what: 'locks a scalar with @authenticated',
    sdl: `${stub} born: Day } scalar Day @authenticated`,
    code: 'PROTECTS_FOREIGN_ELEMENT',
    at: 'Day',
  },
  {
    what: 'locks all queries with @authenticated',
    sdl: `type Query @authenticated { other: String }`,
    code: 'PROTECTS_FOREIGN_ELEMENT',
    at: 'Query',
    owner: 'graph',
  },
  {
    what: 'makes a key so expensive that no operation passes',
    sdl: `type Citizen @key(fields: "id") { id: ID! @cost(weight: 1000000000) }`,
    code: 'PRICES_FOREIGN_ELEMENT',
    at: 'Citizen.id',
  },
  {
    what: 'deprecates what belongs to another',
    sdl: `type Citizen @key(fields: "id") { id: ID! @deprecated(reason: "use evil") }`,
    code: 'DEPRECATES_FOREIGN_ELEMENT',
    at: 'Citizen.id',
  },
  {
    what: 'adds a value to an enum',
    sdl: `${stub} least: Level } enum Level { LOW HIGH SUPER }`,
    code: 'ADDS_VALUE_TO_FOREIGN_ENUM',
    at: 'Level.SUPER',
  },
  {
    what: 'adds a member to a union',
    sdl: `type Advert { text: String } union Hit = Advert`,
    code: 'ADDS_MEMBER_TO_FOREIGN_UNION',
    at: 'Hit.Advert',
  },
  {
    what: 'takes a field out of an input type by leaving it out',
    sdl: `type Mutation { other(input: NameInput!): String @authenticated } input NameInput { name: String }`,
    code: 'REMOVES_FOREIGN_ELEMENT',
    at: 'NameInput.note',
  },
  {
    what: 'makes a field of an input type required',
    sdl: `type Mutation { other(input: NameInput!): String @authenticated } input NameInput { name: String!, note: String }`,
    code: 'CHANGES_FOREIGN_ELEMENT',
    at: 'NameInput.name',
  },
  {
    what: 'takes a value out of an enum that is asked with, by leaving it out',
    sdl: `type Query { of(kind: Kind): String @authenticated } enum Kind { PERSON }`,
    code: 'REMOVES_FOREIGN_ELEMENT',
    at: 'Kind.OFFICE',
  },
  {
    what: 'makes a key of another nullable',
    sdl: `type File @key(fields: "id") { id: ID }`,
    code: 'CHANGES_FOREIGN_ELEMENT',
    at: 'File.id',
    owner: 'older',
  },
  {
    what: "makes another's entity implement its interface",
    sdl: `interface Tracked { id: ID! } type Citizen implements Tracked @key(fields: "id") { id: ID! }`,
    code: 'CHANGES_FOREIGN_ELEMENT',
    at: 'Citizen',
  },
  {
    what: 'claims a field of every type that implements an interface',
    sdl: `type Media @interfaceObject @key(fields: "id") { id: ID! advert: String }`,
    code: 'INTERFACE_OBJECT_CLAIMS_FIELD',
    at: 'Media.advert',
  },
  {
    what: 'links a specification beside Federation',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
      @link(url: "https://evil.example/trace/v1.0", import: ["@trace"]) @composeDirective(name: "@trace")
      directive @trace(to: String) on FIELD_DEFINITION
      ${stub} dogs: Int @trace(to: "evil") }`,
    code: 'LINKS_OTHER_FEATURE',
    owner: 'graph',
  },
  {
    what: "puts a directive of its own on another's field",
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
      @link(url: "https://specs.amtgraph.example/cacheControl/v0.1", import: ["@cacheControl"]) @composeDirective(name: "@cacheControl")
      directive @cacheControl(maxAge: Int) on FIELD_DEFINITION | OBJECT
      type Citizen @key(fields: "id") @cacheControl(maxAge: 100000) { id: ID! }`,
    code: 'CHANGES_FOREIGN_ELEMENT',
    at: 'Citizen',
  },
];
