import { describe, expect, test } from '@jest/globals';
import { stylesheet } from '../../../../subgraphs/identity/login/pages/stylesheet.ts';

type Palette = ReadonlyMap<string, string>;

/** The colours of the first `:root` after a place in the stylesheet. */
function paletteAfter(start: string): Palette {
  const block = /:root \{([^}]*)\}/.exec(stylesheet.slice(stylesheet.indexOf(start)))?.[1] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#\w+)/g)].map(([, name = '', colour = '']) => [name, colour]));
}

/** Relative luminance, WCAG 2.1. */
function luminance(colour: string): number {
  const digits = colour.slice(1).length === 3 ? colour.slice(1).replaceAll(/./g, '$&$&') : colour.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4]
    .map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(palette: Palette, name: string, ground: string): number {
  const [one, other] = [name, ground].map((each) => luminance(palette.get(each) ?? '#777777'));
  const [lighter, darker] = [Math.max(one ?? 0, other ?? 0), Math.min(one ?? 0, other ?? 0)];
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each([
  ['by day', ':root'],
  ['in the dark', 'prefers-color-scheme: dark'],
])('the login pages %s', (_, start) => {
  const palette = paletteAfter(start);

  test.each([
    ['ink', 'paper'],
    ['ink', 'ground'],
    ['ink', 'note'],
    ['ink', 'red-faint'],
    ['ink', 'blue-faint'],
    ['quiet', 'paper'],
    ['quiet', 'ground'],
    ['blue', 'paper'],
    ['blue', 'ground'],
    ['on-blue', 'blue'],
    ['on-blue', 'blue-dark'],
  ])('have text of %s on %s that can be read: 4.5 to 1 or more', (text, ground) => {
    expect(contrast(palette, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test('have borders of controls that can be seen: 3 to 1 or more', () => {
    expect(contrast(palette, 'line', 'paper')).toBeGreaterThanOrEqual(3);
  });

  test('have the same colours', () => {
    expect([...palette.keys()].toSorted()).toEqual([...paletteAfter(':root').keys()].toSorted());
  });
});
