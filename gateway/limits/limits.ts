/** What one request may ask for. Every number of the gateway's protection against expensive requests is here. */
export interface Limits {
  /** Lexical tokens of a document; parsing stops there. */
  tokens: number;
  /** Operations and fragments of a document. */
  definitions: number;
  /** Fields below each other, fragments followed. */
  depth: number;
  /** Fields, fragments, lists and objects inside each other. */
  nesting: number;
  /** The same below `__schema` and `__type`; GraphiQL's own query needs 15. */
  introspectionDepth: number;
  /** Lists of the schema asked for below `__schema` and `__type`, fragments followed; GraphiQL's own query has 9. */
  introspectionLists: number;
  /** Aliases in a document. */
  aliases: number;
  /** Fields with selections that stand beside themselves in a document. */
  repeats: number;
  /** Fields of an operation's root type, fragments followed. */
  rootFields: number;
  /** Directives on operations, fragments and selections of a document. */
  directives: number;
  /** Variables of an operation. */
  variables: number;
  /** Fields once all fragments are written out. */
  selections: number;
  /** `first`, `last` and whatever else sets the length of a list. */
  pageSize: number;
  /** Cost of one operation, by `@cost` and `@listSize`. */
  cost: number;
  /** Cost of all operations of one caller within a minute; 0 means unlimited. */
  costPerMinute: number;
}

export type LimitName = keyof Limits;

export const defaultLimits: Readonly<Limits> = {
  tokens: 2_000,
  definitions: 50,
  depth: 12,
  nesting: 50,
  introspectionDepth: 20,
  introspectionLists: 20,
  aliases: 30,
  repeats: 100,
  rootFields: 20,
  directives: 50,
  variables: 100,
  selections: 10_000,
  pageSize: 100,
  cost: 10_000,
  costPerMinute: 200_000,
};

/** Validation says no more than this many things about a document. */
export const maxValidationErrors = 10;

export function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(defaultLimits, name);
}
