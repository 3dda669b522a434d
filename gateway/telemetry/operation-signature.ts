import { createHash } from 'node:crypto';
import { Kind, print, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

const placeholder = { kind: Kind.NAME, value: '_' } as const;
const emptyString = { kind: Kind.STRING, value: '' } as const;
const digits = 12;

/**
 * A short name for what an operation asks, the same for every way to write it.
 *
 * Threat: names of operations, aliases, variables and fragments and values in the document are the client's own words; a person's name or number among
 * them would be logged, and its hash could be guessed. Rule: only what the schema knows goes into the hash: fields, arguments, types, directives.
 */
export function operationSignature(document: DocumentNode, operation: OperationDefinitionNode): string {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const definitions = [operation, ...fragments];
  const plain: DocumentNode = visit({ kind: Kind.DOCUMENT, definitions } as DocumentNode, {
    OperationDefinition: (node) => ({ ...node, name: undefined, variableDefinitions: [] }),
    FragmentDefinition: (node) => ({ ...node, name: placeholder }),
    FragmentSpread: (node) => ({ ...node, name: placeholder }),
    Field: { enter: (node) => ({ ...node, alias: undefined }) },
    Argument: (node) => ({ ...node, value: emptyString }),
  });
  return createHash('sha256').update(print(plain)).digest('hex').slice(0, digits);
}
