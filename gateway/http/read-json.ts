import { isUtf8 } from 'node:buffer';
import { gatewayError } from '../errors.ts';

/** Nesting of objects and lists in a body; GraphiQL, forms and filters stay below 10. */
const DEEPEST = 50;

function refused(message: string, status = 400) {
  return gatewayError('BAD_REQUEST', message, status);
}

/**
 * Reads the body of a request as JSON.
 * Threat: keys that reach prototypes (`__proto__`), keys given twice so that two readers see two requests, nesting that exhausts the stack
 * of whoever walks through it, bytes that are no text. Rule: one walk over what was parsed refuses them, before anybody else sees it.
 * @throws GraphQLError with BAD_REQUEST
 */
export function readJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw refused('The body is expected in UTF-8, but has bytes that are not.');
  return readJsonText(body.toString('utf8'), 'The body');
}

/** @param what is read, as the beginning of a sentence */
export function readJsonText(text: string, what: string): unknown {
  const value = parsed(text, what);
  const keys = countKeys(value, 0, what);
  if (keys !== keysInText(text)) {
    throw refused(`${what} has the same key twice in one object. Give each key once.`);
  }
  return value;
}

function parsed(text: string, what: string): unknown {
  if (text.trim() === '') throw refused(`${what} is expected to be JSON such as {"query": "…"}, but is empty.`);
  try {
    return JSON.parse(text);
  } catch {
    throw refused(`${what} is expected to be JSON such as {"query": "…"}, but is not valid JSON.`);
  }
}

function countKeys(value: unknown, depth: number, what: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > DEEPEST) throw refused(`${what} is nested more than ${DEEPEST} levels deep.`);
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countKeys(item, depth + 1, what);
    return count;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__' || key === 'constructor')
      throw refused(`${what} has a key "${key}", which is never taken.`);
    count += 1 + countKeys(inner, depth + 1, what);
  }
  return count;
}

/** How many keys valid JSON has: strings with a colon behind them. */
function keysInText(text: string): number {
  let count = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    const end = endOfString(text, start);
    if (isColonNext(text, end + 1)) count += 1;
    start = text.indexOf('"', end + 1);
  }
  return count;
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.codePointAt(end - 1 - escapes) === 0x5c) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
}

function isColonNext(text: string, from: number): boolean {
  let index = from;
  while (index < text.length && text.charCodeAt(index) <= 0x20) index += 1;
  return text.charCodeAt(index) === 0x3a;
}
