import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

function isDay(text: string): boolean {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/**
 * Checks a day.
 * @throws GraphQLError when it is not a day of the calendar in the form YYYY-MM-DD
 */
export function parseDate(value: unknown): string {
  if (typeof value !== 'string' || !isDay(value))
    throw new GraphQLError(
      `Date expects a day as YYYY-MM-DD, for example 2026-03-01, but got: ${JSON.stringify(value)}.`,
    );
  return value;
}

/** A day in the calendar; a string in the code too, so that no time zone can move it. Use it as `@Field(() => GraphQLDate)`. */
export const GraphQLDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description: 'A day in the calendar, YYYY-MM-DD (ISO 8601), without a time zone.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  serialize: parseDate,
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(node.kind === Kind.STRING ? node.value : undefined),
});

const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Checks a moment.
 * @throws GraphQLError when it is not RFC 3339 with a time zone
 */
export function parseDateTime(value: unknown): Date {
  const date = typeof value === 'string' && dateTimePattern.test(value) ? new Date(value) : undefined;
  if (!date || Number.isNaN(date.getTime())) {
    throw new GraphQLError(
      `DateTime expects a moment with its time zone, for example 2026-03-01T09:30:00Z, but got: ${JSON.stringify(value)}.`,
    );
  }
  return date;
}

export const GraphQLDateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment, RFC 3339 in UTC, for example 2026-03-01T09:30:00.000Z.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize(value) {
    if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
    throw new GraphQLError('DateTime expects a Date to serialize.');
  },
  parseValue: parseDateTime,
  parseLiteral: (node) => parseDateTime(node.kind === Kind.STRING ? node.value : undefined),
});

/** How type-graphql maps classes in field declarations to scalars: `@Field(() => Date)` is a DateTime. */
export const scalarsMap = [{ type: Date, scalar: GraphQLDateTime }];
