import { describe, expect, test } from '@jest/globals';
import { Supergraph, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES } from '@apollo/federation-internals';
import { lexicographicSortSchema, parse, printSchema, validate, validateSchema } from 'graphql';
import { InvalidSupergraphError, readSupergraph } from '../../../../gateway/supergraph/supergraph.ts';
import { withoutSecurityDirectives } from '../../../../gateway/supergraph/without-security-directives.ts';
import { composed, SUPERGRAPHS } from './compose.ts';

describe('The API schema', () => {
  test.each(Object.keys(SUPERGRAPHS))('of the supergraph "%s" is the one federation-internals makes', (name) => {
    const sdl = composed(SUPERGRAPHS[name] ?? {});
    const reference = Supergraph.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
    const expected = printSchema(lexicographicSortSchema(reference.apiSchema().toGraphQLJSSchema()));

    const { apiSchema } = readSupergraph(sdl);

    expect(printSchema(lexicographicSortSchema(apiSchema))).toBe(expected);
    expect(validateSchema(apiSchema)).toEqual([]);
  });

  test('shows nothing that is inaccessible and no name of a linked specification', () => {
    const { apiSchema } = readSupergraph(composed(SUPERGRAPHS['hidden'] ?? {}));
    expect(printSchema(apiSchema)).not.toMatch(/secret|concealed|hidden|internal|raw|join__|link__/i);
  });

  test('hides what is inaccessible also where the directive was imported under another name', () => {
    const renamed = composed(SUPERGRAPHS['hidden'] ?? {})
      .replaceAll('@inaccessible', '@unseen')
      .replace(/(inaccessible\/v[\d.]+", for: SECURITY)/, '$1, import: [{name: "@inaccessible", as: "@unseen"}]');
    expect(renamed).toContain('as: "@unseen"');
    expect(printSchema(readSupergraph(renamed).apiSchema)).not.toMatch(/secret|concealed|hidden|internal|raw|unseen/i);
  });
});

describe('A directive that subgraphs compose', () => {
  const offering = (
    name: string,
  ): string => `extend schema @link(url: "https://agency.example/access/v1.0", import: ["@access"])
      @composeDirective(name: "@access")
    directive @access(scope: Scope = PUBLIC, by: access__Reason) on FIELD | FIELD_DEFINITION
    input access__Reason { text: String! more: access__Reason }
    enum Scope { PUBLIC PRIVATE }
    type Query { ${name}: String @access(scope: PRIVATE) }`;

  test('is for clients where they can use it, and only there; federation-internals would hide it', () => {
    const { apiSchema } = readSupergraph(composed({ a: offering('a'), b: offering('b') }));
    const printed = printSchema(apiSchema);
    expect(printed).toContain('directive @access(scope: Scope = PUBLIC, by: access__Reason) on FIELD\n');
    expect(printed).toContain('input access__Reason');
    expect(validateSchema(apiSchema)).toEqual([]);
    expect(validate(apiSchema, parse('{ a @access b @access(scope: PRIVATE, by: { text: "x" }) }'))).toEqual([]);
  });

  test('is not, where it only describes schemas', () => {
    const { apiSchema } = readSupergraph(composed(SUPERGRAPHS['custom'] ?? {}));
    expect(apiSchema.getDirective('retention')).toBeUndefined();
  });
});

describe('A supergraph', () => {
  test('names its subgraphs as they were published, with routing URL and enum value', () => {
    const { subgraphs } = readSupergraph(composed(SUPERGRAPHS['plain'] ?? {}));
    expect([...subgraphs]).toEqual([
      ['identity', { url: 'http://identity.test/graphql', graphEnumValue: 'IDENTITY' }],
      [
        'vehicle-registration',
        { url: 'http://vehicle-registration.test/graphql', graphEnumValue: 'VEHICLE_REGISTRATION' },
      ],
    ]);
  });

  test('is read once by all who ask for the same text one after the other', () => {
    const sdl = composed(SUPERGRAPHS['plain'] ?? {});
    expect(readSupergraph(sdl)).toBe(readSupergraph(sdl));
    expect(() => readSupergraph('')).toThrow(InvalidSupergraphError);
    expect(readSupergraph(sdl).sdl).toBe(sdl);
  });

  test('keeps the join types in its full schema', () => {
    const { schema } = readSupergraph(composed(SUPERGRAPHS['plain'] ?? {}));
    expect(schema.getType('join__Graph')).toBeDefined();
  });

  test('has a hash that follows the text', () => {
    const sdl = composed(SUPERGRAPHS['plain'] ?? {});
    expect(readSupergraph(sdl).hash).toMatch(/^[0-9a-f]{64}$/);
    expect(readSupergraph(sdl).hash).toBe(readSupergraph(sdl).hash);
    expect(readSupergraph(`${sdl}\n`).hash).not.toBe(readSupergraph(sdl).hash);
  });

  test.each([
    ['an empty text', '', /the text is empty/],
    ['a page of HTML', '<!doctype html><p>Not found', /does not parse: Syntax Error/],
    ['a plain schema', 'type Query { a: Int }', /Expected a supergraph, linked to .*join.*links to nothing/],
    [
      'the schema of one subgraph',
      'schema @link(url: "https://specs.apollo.dev/federation/v2.9") { query: Query } type Query { a: Int }',
      /this is the schema of one subgraph. Compose/,
    ],
    [
      'a Federation 1 supergraph',
      'schema @core(feature: "https://specs.apollo.dev/join/v0.1") { query: Query } type Query { a: Int }',
      /uses join 0.1 \(Federation 1\)/,
    ],
    [
      'a supergraph without subgraphs',
      'schema @link(url: "https://specs.apollo.dev/join/v0.5") { query: Query } type Query { a: Int }',
      /an enum join__Graph that lists the subgraphs/,
    ],
  ])('is refused when it is %s, and the message says what was expected', (_, sdl, message) => {
    expect(() => readSupergraph(sdl)).toThrow(InvalidSupergraphError);
    expect(() => readSupergraph(sdl)).toThrow(message);
  });

  test('is refused when a type is missing', () => {
    const sdl = composed(SUPERGRAPHS['plain'] ?? {}).replace('scalar Plate', 'scalar Other');
    expect(() => readSupergraph(sdl)).toThrow(/not a valid schema.*Unknown type.*"Plate"/s);
  });
});

describe('Without security directives', () => {
  test('a supergraph loads in the reference engine, and its API schema is the same', () => {
    const sdl = composed(SUPERGRAPHS['protected'] ?? {});
    expect(() => Supergraph.build(sdl)).toThrow(/authenticated.*unsupported/s);

    const open = withoutSecurityDirectives(sdl);

    expect(open).not.toMatch(/@authenticated|@requiresScopes|@policy|policy__|requiresScopes__/);
    expect(open).toMatch(/@inaccessible|@tag/);
    Supergraph.build(open).apiSchema();
    expect(printSchema(readSupergraph(open).apiSchema)).toBe(printSchema(readSupergraph(sdl).apiSchema));
  });

  test('a supergraph that has none stays as it is, to the byte', () => {
    const sdl = composed(SUPERGRAPHS['plain'] ?? {});
    expect(withoutSecurityDirectives(sdl)).toBe(sdl);
  });
});
