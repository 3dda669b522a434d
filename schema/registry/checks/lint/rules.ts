import type { Linter } from 'eslint';

/** How names and shapes look in this API; the rules are those of @graphql-eslint. */
export const lintRules: Linter.RulesRecord = {
  '@graphql-eslint/naming-convention': [
    'error',
    {
      types: 'PascalCase',
      FieldDefinition: 'camelCase',
      InputValueDefinition: 'camelCase',
      DirectiveDefinition: 'camelCase',
      EnumValueDefinition: 'UPPER_CASE',
      'FieldDefinition[parent.name.value=Query]': {
        forbiddenPrefixes: ['query', 'get', 'list'],
        forbiddenSuffixes: ['Query'],
      },
      'FieldDefinition[parent.name.value=Mutation]': {
        forbiddenPrefixes: ['mutation'],
        forbiddenSuffixes: ['Mutation'],
      },
      'FieldDefinition[parent.name.value=Subscription]': {
        forbiddenPrefixes: ['subscription'],
        forbiddenSuffixes: ['Subscription'],
      },
      'EnumTypeDefinition,EnumTypeExtension': { forbiddenSuffixes: ['Enum'] },
      'InterfaceTypeDefinition,InterfaceTypeExtension': { forbiddenSuffixes: ['Interface'] },
      'UnionTypeDefinition,UnionTypeExtension': { forbiddenSuffixes: ['Union'] },
      'ObjectTypeDefinition,ObjectTypeExtension': { forbiddenSuffixes: ['Type'] },
    },
  ],
  '@graphql-eslint/no-typename-prefix': 'warn',
  '@graphql-eslint/no-hashtag-description': 'warn',
  '@graphql-eslint/no-scalar-result-type-on-mutation': 'warn',
  '@graphql-eslint/require-nullable-result-in-root': 'warn',
  '@graphql-eslint/require-nullable-fields-with-oneof': 'error',
  '@graphql-eslint/no-duplicate-fields': 'error',
  '@graphql-eslint/unique-enum-value-names': 'error',
  '@graphql-eslint/require-deprecation-reason': 'off',
};

/** Why each matters, and what to do. */
export const lintReasons: Readonly<Record<string, { why: string; remedy: string }>> = {
  'naming-convention': {
    why: 'One API of many agencies reads as one only when names look the same everywhere.',
    remedy:
      'Types are PascalCase, fields and arguments camelCase, values UPPER_CASE; names say what it is, not that it is a query or a type.',
  },
  'no-typename-prefix': {
    why: 'The type is named before the field anyway.',
    remedy: 'Leave the name of the type out of the name of the field.',
  },
  'no-hashtag-description': {
    why: 'A comment with # is not part of the schema: nobody reads it in documentation.',
    remedy: 'Write a description in """ … """.',
  },
  'no-scalar-result-type-on-mutation': {
    why: 'A mutation that answers with a bare value can never say more (what changed, what is wrong with the input).',
    remedy: 'Answer with a payload type that has the changed object and `problems`.',
  },
  'require-nullable-result-in-root': {
    why: 'A root field that may not be null takes the whole answer with it when its service fails.',
    remedy: 'Take the ! off the type of the root field.',
  },
};

export const otherReason = {
  why: 'The graph has agreed on this rule for all agencies.',
  remedy: 'See the rule at https://the-guild.dev/graphql/eslint/rules.',
};
