/** How large one subgraph may be. */
export const defaultSchemaLimits = {
  /** Bytes of the SDL, UTF-8. */
  bytes: 1_000_000,
  /** Words and signs of the SDL. */
  tokens: 150_000,
  types: 1_500,
  fieldsPerType: 500,
  argumentsPerField: 50,
  valuesPerEnum: 1_000,
  membersPerUnion: 200,
  directivesPerElement: 20,
  /** Lists in lists. */
  listDepth: 4,
  /** Characters. */
  description: 10_000,
} as const;

export type SchemaLimits = { readonly [Name in keyof typeof defaultSchemaLimits]: number };

/** The defaults with what a graph has set; names that no limit has are ignored. */
export function completeSchemaLimits(set: Readonly<Record<string, number>> = {}): SchemaLimits {
  const known = Object.entries(set).filter(([name]) => name in defaultSchemaLimits);
  return { ...defaultSchemaLimits, ...Object.fromEntries(known) };
}
