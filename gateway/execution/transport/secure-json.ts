/** The text is JSON, but holds keys that could reach an object's prototype. */
export class ForbiddenKeyError extends Error {
  override readonly name = 'ForbiddenKeyError';
}

/**
 * Parses JSON from outside.
 *
 * Threat: `{"__proto__": …}` and `{"constructor": {"prototype": …}}` become a prototype as soon as somebody copies the object.
 * Rule: a text that has such a key is refused, however the key is written.
 * Code: one parse and two native searches; only a text in which one of them finds something is looked at key by key.
 *
 * @throws SyntaxError, ForbiddenKeyError
 */
export function parseJson(text: string): unknown {
  return isSuspicious(text) ? parseKeyByKey(text) : JSON.parse(text);
}

/** No encoder writes ASCII letters or `_` as `\u00…`, so whoever does has something to hide. */
const ESCAPED_LETTER = /\\u00[4-7]/;

/** Neither key comes without these letters: `prototype` has them too. */
const IN_BOTH = 'proto';

function isSuspicious(text: string): boolean {
  return text.includes(IN_BOTH) || (text.includes('\\u00') && ESCAPED_LETTER.test(text));
}

function parseKeyByKey(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__' || (key === 'constructor' && hasPrototypeKey(value))) {
      throw new ForbiddenKeyError(`the key "${key}" is not allowed`);
    }
    return value;
  });
}

function hasPrototypeKey(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}
