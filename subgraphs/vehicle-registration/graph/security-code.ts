import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/**
 * Threat: GraphQL repeats a variable that it refuses in its message. Rule: nothing is refused here; what is no text, or too long for a code, becomes the empty
 * text, which is no code and is refused with the problem CODE_MALFORMED.
 */
function readText(value: unknown): string {
  return typeof value === 'string' && value.length <= 64 ? value : '';
}

/**
 * Threat: a code that was typed comes back in an answer, and from there into a log or a screenshot. Rule: the type goes in and never out; what is stored of it
 * is a digest.
 */
export const GraphQLSecurityCode = new GraphQLScalarType<string, never>({
  name: 'SecurityCode',
  description:
    'A code from under a seal or from a registration certificate. Write-only: it is never given out again. Send it as a variable, not in the text of a document.',
  serialize() {
    throw new GraphQLError('A security code is never given out.');
  },
  parseValue: readText,
  parseLiteral: (node) => readText(node.kind === Kind.STRING ? node.value : undefined),
});
