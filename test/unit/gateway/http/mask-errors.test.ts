import { describe, expect, test } from '@jest/globals';
import { buildSchema, getVariableValues, GraphQLError, parse, type OperationDefinitionNode } from 'graphql';
import { createErrorMask } from '../../../../gateway/http/mask-errors.ts';
import { createLogger } from '../../../../platform/log.ts';

const schema = buildSchema(`
  input Owner { name: String!, age: Int }
  input Saved { procedureId: ID!, sealCodeFront: String, owners: [Owner!] }
  type Query { save(input: Saved!): Int }
`);
const log = createLogger({ process: 'test', level: 'silent' });
const mask = createErrorMask(log, { hidesSchema: false });

/** What a client is told about a variable that does not fit. */
function toldAbout(input: unknown): string {
  const [operation] = parse('query ($input: Saved!) { save(input: $input) }').definitions;
  const { variableDefinitions = [] } = operation as OperationDefinitionNode;
  const { errors = [] } = getVariableValues(schema, variableDefinitions, { input });
  return errors
    .map(({ message }) => {
      const extensions = { code: 'BAD_USER_INPUT' };
      return mask({ message, extensions }, new GraphQLError(message, { extensions })).message;
    })
    .join('\n');
}

test('a form that lacks a field is told which, and nothing of what it holds is repeated', () => {
  const told = toldAbout({ sealCodeFront: 'x; y" at "z', owners: [{ name: 'Erika' }] });
  expect(told).toContain('Variable "$input" got an invalid value');
  expect(told).toContain('Field "procedureId" of required type "ID!" was not provided.');
  expect(told).not.toMatch(/Erika|x; y/);
});

test('a wrong value is told by its place', () => {
  const told = toldAbout({ procedureId: '1', sealCodeFront: 'secret', owners: [{ name: 'Erika', age: 'old' }] });
  expect(told).toBe(
    'Variable "$input" got an invalid value at "input.owners[0].age"; Int cannot represent non-integer value: "old"',
  );
});

test('an unknown field is told, without the rest', () => {
  const told = toldAbout({ procedureId: '1', sealCodeRear: 'secret' });
  expect(told).toContain('Field "sealCodeRear" is not defined by type "Saved".');
  expect(told).not.toContain('secret');
});

test('other messages stay as they are', () => {
  const message = 'Syntax Error: Unexpected Name "got invalid value ".';
  const extensions = { code: 'GRAPHQL_PARSE_FAILED' };
  expect(mask({ message, extensions }, new GraphQLError(message)).message).toBe(message);
});

describe('names of the schema', () => {
  const message =
    'Variable "$input" got invalid value { sealCode: "a" }; Field "sealCode" is not defined by type "Saved". Did you mean "sealCodeFront" or "owners"?';
  const extensions = { code: 'BAD_USER_INPUT' };
  const told = (hidesSchema: boolean, text = message) =>
    createErrorMask(log, { hidesSchema })({ message: text, extensions }, new GraphQLError(text)).message;

  test('are suggested where the schema may be seen', () => {
    expect(told(false)).toMatch(/Did you mean "sealCodeFront" or "owners"\?$/);
  });

  test('are not suggested where it is hidden', () => {
    expect(told(true)).toBe('Variable "$input" got an invalid value; Field "sealCode" is not defined by type "Saved".');
  });

  test('cost no time in a message that is full of suggestions', () => {
    const startedAt = performance.now();
    told(true, `${' Did you mean '.repeat(50_000)}!`);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});

test('who asks for a schema that is hidden reads what to leave out, and nothing of how the gateway is made', () => {
  const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', validationErrorCode: 'INTROSPECTION_DISABLED' };
  const error = mask({ message: 'pass introspection: true to ApolloServer', extensions }, new GraphQLError('x'));
  expect(error).toEqual({
    message: 'The schema cannot be asked for here: leave out __schema and __type.',
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
});
