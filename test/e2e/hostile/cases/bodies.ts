import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Expected, HostileCase } from '../hostile-case.ts';
import { OK, post } from '../requests.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => new Uint8Array(Buffer.from(text, encoding));
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const withVariables = (variables: string): string => `{"query":"{ __typename }","variables":${variables}}`;
const withExtensions = (extensions: string): string => `{"query":"{ __typename }","extensions":${extensions}}`;

const refused = (title: string, body: string | Uint8Array<ArrayBuffer>, message: RegExp): HostileCase => ({
  title,
  send: (target) => post(target, body),
  expected: { status: 400, code: 'BAD_REQUEST', message },
});

export const wrongBodies: HostileCase[] = [
  refused('with a batch of two', `[${OK},${OK}]`, /list|batch|array|object/i),
  refused(
    'with a batch of a thousand',
    `[${Array.from({ length: 1_000 }, () => OK).join()}]`,
    /list|batch|array|object/i,
  ),
  refused('with an empty batch', '[]', /list|batch|array|object|body/i),
  refused('with null', 'null', /body/i),
  refused('with true', 'true', /body/i),
  refused('with a number', '1', /body/i),
  refused('with a text', '"{ __typename }"', /body/i),
  refused('with nothing', '', /empty/),
  refused('with white space', '  \n ', /empty/),
  refused('with an empty object', '{}', /no keys/),
  refused('that ends too early', '{"query":"{ __typename }"', /not valid JSON/),
  refused('that goes on', `${OK}x`, /not valid JSON/),
  refused('with two objects', OK + OK, /not valid JSON/),
  refused('with lines of JSON', `${OK}\n${OK}\n`, /not valid JSON/),
  refused('with quotes of another kind', "{'query':'{ __typename }'}", /not valid JSON/),
  refused('with a comment', `/* x */${OK}`, /not valid JSON/),
  refused('with NaN', withVariables('{"a":NaN}'), /not valid JSON/),
  refused('with a hexadecimal number', withVariables('{"a":0x10}'), /not valid JSON/),
  refused('with a comma too many', '{"query":"{ __typename }",}', /not valid JSON/),
  refused('with a document in place of JSON', '{ __typename }', /not valid JSON/),
  refused('with a prefix against inclusion', `)]}',\n${OK}`, /not valid JSON/),
  refused('with a form', 'query=%7B__typename%7D', /not valid JSON/),
  refused(
    'with XML',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    /not valid JSON/,
  ),
  refused('with the key query twice', '{"query":"{ a }","query":"{ __typename }"}', /same key twice/),
  refused(
    'with the key query twice, once escaped',
    '{"query":"{ a }","qu\\u0065ry":"{ __typename }"}',
    /same key twice/,
  ),
  refused('with a key twice in its variables', withVariables('{"a":{"b":1,"b":2}}'), /same key twice/),
  refused('with __proto__', '{"query":"{ __typename }","__proto__":{"polluted":true}}', /__proto__/),
  refused('with __proto__ in its variables', withVariables('{"a":[{"__proto__":{"polluted":true}}]}'), /__proto__/),
  refused('with __proto__, escaped', withVariables('{"\\u005f\\u005fproto__":{"polluted":true}}'), /__proto__/),
  refused(
    'with constructor and prototype',
    withVariables('{"constructor":{"prototype":{"polluted":true}}}'),
    /constructor/,
  ),
  refused('with __proto__ in its extensions', withExtensions('{"__proto__":{"persistedQuery":{}}}'), /__proto__/),
  refused('with 60 objects in its variables inside each other', withVariables(nested(60)), /nested more than 50/),
  refused('with 40,000 objects inside each other', withVariables(nested(40_000)), /nested more than 50/),
  refused(
    'with 100,000 lists inside each other',
    withVariables(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    /nested more than 50/,
  ),
  refused('with a query that is null', '{"query":null}', /query/),
  refused('with a query that is a list', '{"query":["{ __typename }"]}', /string/),
  refused('with a query that is a number', '{"query":1}', /string/),
  refused('with a query that is a document as a tree', '{"query":{"kind":"Document","definitions":[]}}', /string/),
  refused('with variables that are a list', withVariables('[1]'), /variables/),
  refused('with variables that are text', withVariables('"{}"'), /variables/),
  refused('with variables that are a number', withVariables('1'), /variables/),
  refused('with variables that are true', withVariables('true'), /variables/),
  refused('with an operationName that is an object', '{"query":"{ __typename }","operationName":{}}', /operationName/),
  refused('with an operationName that is a list', '{"query":"{ __typename }","operationName":["A"]}', /operationName/),
  refused('with an operationName that is a number', '{"query":"{ __typename }","operationName":1}', /operationName/),
  refused('with extensions that are a list', withExtensions('[]'), /extensions/),
  refused('with extensions that are text', withExtensions('"x"'), /extensions/),
  refused('with extensions that are a number', withExtensions('5'), /extensions/),
  {
    title: 'with an operationName that the document has not',
    send: (target) => post(target, '{"query":"query A { __typename }","operationName":"__proto__"}'),
    expected: { status: 400, code: 'OPERATION_RESOLUTION_FAILURE', message: /no operation named/ },
  },
];

const encoded = (
  title: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
  expected: Expected,
) => ({
  title,
  send: (target: Parameters<HostileCase['send']>[0]) => post(target, body, headers),
  expected,
});
const notTaken = { status: 415, code: 'BAD_REQUEST' } as const;
const notText = { status: 400, code: 'BAD_REQUEST' } as const;
const zipped = (name: string, body: Buffer, bytesInside: number) =>
  encoded(
    `${name} of ${bytesInside} bytes`,
    new Uint8Array(body),
    { 'content-encoding': name },
    { ...notTaken, message: /Content-Encoding/ },
  );
const BOMB = Buffer.alloc(20_000_000, ' ');

export const encodings: HostileCase[] = [
  zipped('gzip', gzipSync(OK), OK.length),
  zipped('br', brotliCompressSync(OK), OK.length),
  zipped('deflate', deflateSync(OK), OK.length),
  zipped('gzip', gzipSync(BOMB), BOMB.length),
  zipped('gzip, gzip', gzipSync(gzipSync(BOMB)), BOMB.length),
  zipped('identity, gzip', gzipSync(OK), OK.length),
  zipped('x-unknown', Buffer.from(OK), OK.length),
  ...['utf-16', 'utf-16le', 'utf-7', 'iso-8859-1', 'utf-32', 'x"', 'ebcdic'].map((charset) =>
    encoded(`charset=${charset}`, bytes(OK), { 'content-type': `application/json; charset=${charset}` }, notTaken),
  ),
  encoded('UTF-16 that is not declared', bytes(OK, 'utf16le'), {}, notText),
  encoded('Latin-1 that is not declared', bytes('{"query":"{ ä }"}', 'latin1'), {}, { ...notText, message: /UTF-8/ }),
  encoded(
    'half a letter',
    bytes('{"query":"{ a }","variables":{"a":"\xe2\x82"}}', 'latin1'),
    {},
    { ...notText, message: /UTF-8/ },
  ),
  encoded(
    'a slash that is longer than it need be',
    bytes('{"query":"{ a }","variables":{"a":"\xc0\xaf"}}', 'latin1'),
    {},
    { ...notText, message: /UTF-8/ },
  ),
  encoded(
    'surrogates in UTF-8',
    bytes('{"query":"{ a }","variables":{"a":"\xed\xa0\x80"}}', 'latin1'),
    {},
    { ...notText, message: /UTF-8/ },
  ),
  encoded('a byte order mark', bytes(`\uFEFF${OK}`), {}, notText),
  encoded('NUL behind JSON', bytes(`${OK}\0`), {}, notText),
  encoded('NUL in JSON', bytes(`{"query":"{ __typename }\0"}`), {}, notText),
  ...[
    'text/plain',
    'text/plain; charset=utf-8',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/graphql',
    'application/graphql+json',
    'application/graphql-response+json',
    'application/json-patch+json',
    'application/jsonx',
    'application/json, text/plain',
    'application/x-ndjson',
    'application/xml',
    'application/cbor',
    'text/json',
    'text/html',
    'image/png',
    '*/*',
    'x'.repeat(5_000),
  ].map((type) =>
    encoded(
      `the type ${type.slice(0, 40)}`,
      bytes(OK),
      { 'content-type': type },
      { ...notTaken, message: /application\/json/ },
    ),
  ),
  {
    title: 'an upload in parts',
    send: async (target) => {
      const form = new FormData();
      form.set('operations', '{"query":"mutation ($f: Upload!) { a(f: $f) }","variables":{"f":null}}');
      form.set('map', '{"0":["variables.f"]}');
      form.set('0', new Blob(['x']), '../../etc/passwd');
      const { headers, body } = new Request('http://gateway', { method: 'POST', body: form });
      return post(target, new Uint8Array(await new Response(body).arrayBuffer()), {
        'content-type': headers.get('content-type') ?? '',
      });
    },
    expected: notTaken,
  },
];

const tooLarge = { status: 413, code: 'BAD_REQUEST', message: /larger than is taken/ } as const;
const withText = (length: number) => `{"query":"{ __typename }","variables":{"a":"${'x'.repeat(length)}"}}`;

export const largeBodies: HostileCase[] = [
  { title: 'of 20 MB', send: (target) => post(target, withText(20_000_000)), expected: tooLarge },
  {
    title: 'of a byte more than is taken',
    send: (target) => post(target, withText(262_145 - withText(0).length)),
    expected: tooLarge,
  },
  {
    title: 'of 1 MB of document',
    send: (target) => post(target, `{"query":"{ __typename } # ${'x'.repeat(1_000_000)}"}`),
    expected: tooLarge,
  },
  ...Object.entries({
    'with 200 KB of text in a variable that nobody declared': `{"a":"${'x'.repeat(200_000)}"}`,
    'with 200 KB of escaped quotes': `{"a":"${'\\"'.repeat(100_000)}"}`,
    'with 200 KB of backslashes': `{"a":"${'\\\\'.repeat(100_000)}"}`,
    'with a number of 100,000 digits': `{"a":${'9'.repeat(100_000)}}`,
    'with 20,000 keys': `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":1`).join()}}`,
    'with keys that are indices': `{${Array.from({ length: 15_000 }, (_, index) => `"${index}":1`).join()}}`,
    'with the key then': '{"then":{"a":1}}',
    'with keys that every object has': '{"toString":"x","valueOf":"x","hasOwnProperty":"x","toJSON":"x"}',
  }).map(([title, variables]): HostileCase => ({
    title,
    send: (target) => post(target, withVariables(variables)),
    expected: { status: 200, data: { __typename: 'Query' } },
  })),
];
