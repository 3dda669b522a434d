import { describe, expect, test } from '@jest/globals';
import { parse, print } from 'graphql';
import { publicAsParent, publicFor, withCacheControl } from '../../../../subgraphs/kit/schema/cache-control.ts';

const written = (sdl: string): string => print(withCacheControl(parse(sdl)));

describe('The SDL of a subgraph', () => {
  test('has the directive’s specification where it is used', () => {
    const sdl = written(`type Query { a: Int ${publicFor(60)} }`);
    expect(sdl).toContain('@link(url: "https://specs.amtgraph.example/cacheControl/v0.1", import: ["@cacheControl"])');
    expect(sdl).toContain('composeDirective(name: "@cacheControl")');
    expect(sdl).toContain('directive @cacheControl(');
    expect(sdl).toContain('enum cacheControl__Scope');
  });

  test('does not mention it where it is not used', () => {
    const sdl = 'type Query {\n  a: Int\n}';
    expect(written(sdl)).toBe(sdl);
  });

  test('has an entity’s hint at each of its fields, and that of another type where it was', () => {
    const sdl = written(`
      type Office @key(fields: "id") ${publicFor(60)} { id: ID! name: String! ${publicFor(5)} address: Address ${publicAsParent} }
      type Address ${publicAsParent} { city: String }
    `);
    expect(sdl).toContain('type Office @key(fields: "id") {\n  id: ID! @cacheControl(maxAge: 60)\n');
    expect(sdl).toContain('name: String! @cacheControl(maxAge: 5)\n');
    expect(sdl).toContain('address: Address @cacheControl(inheritMaxAge: true)\n');
    expect(sdl).toContain('type Address @cacheControl(inheritMaxAge: true) {\n  city: String\n');
  });
});
