import { expect, test } from '@jest/globals';
import { buildSchema, getVariableValues, GraphQLError, parse, type OperationDefinitionNode } from 'graphql';
import { createErrorMask } from '../../../../gateway/http/mask-errors.ts';
import { createLogger } from '../../../../platform/log.ts';

const schema = buildSchema(`
  input Owner { name: String!, age: Int }
  input Saved { procedureId: ID!, sealCodeFront: String, owners: [Owner!] }
  type Query { save(input: Saved!): Int }
`);
const mask = createErrorMask(createLogger({ process: 'test', level: 'silent' }));

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
