import { createHash } from 'node:crypto';
import type { Expected, HostileCase } from '../hostile-case.ts';
import { get, post } from '../requests.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const QUERY = '{ __typename }';

const refused = (title: string, body: object | string, expected: Partial<Expected> = {}): HostileCase => ({
  title,
  send: (target) => post(target, typeof body === 'string' ? body : JSON.stringify(body)),
  expected: { status: 400, code: 'BAD_REQUEST', ...expected },
});
const hashed = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });
const unknown = { code: 'PERSISTED_QUERY_NOT_FOUND', status: 200 } as const;

/** The same hash again, once what came with it was refused: it must still be unknown. */
const notStored = (title: string, query: string, sha256Hash: string): HostileCase => ({
  title: `${title}, of which nothing is kept`,
  async send(target) {
    await post(target, JSON.stringify({ query, extensions: hashed(sha256Hash) }));
    return post(target, JSON.stringify({ extensions: hashed(sha256Hash) }));
  },
  expected: unknown,
});

export const persistedOperations: HostileCase[] = [
  refused('a hash of something else', { query: QUERY, extensions: hashed('a'.repeat(64)) }, { message: /sha/i }),
  refused(
    'a hash in capital letters',
    { query: QUERY, extensions: hashed(sha256(QUERY).toUpperCase()) },
    { message: /sha/i },
  ),
  refused(
    'a hash of the same with a space',
    { query: QUERY, extensions: hashed(sha256(`${QUERY} `)) },
    { message: /sha/i },
  ),
  refused('a hash of 100 KB', { query: QUERY, extensions: hashed('b'.repeat(100_000)) }),
  refused('a hash that is a number', { query: QUERY, extensions: hashed(1) }),
  refused('a hash that is a list', { query: QUERY, extensions: hashed([sha256(QUERY)]) }),
  refused('a hash that is null', { extensions: hashed(null) }),
  refused('another version', { query: QUERY, extensions: hashed(sha256(QUERY), 2) }),
  refused('a version that is text', { query: QUERY, extensions: hashed(sha256(QUERY), '1') }),
  refused('text in place of it', { query: QUERY, extensions: { persistedQuery: 'x' } }),
  refused('a list in place of it', { query: QUERY, extensions: { persistedQuery: [] } }),
  refused('a number in place of it', { extensions: { persistedQuery: 1 } }),
  refused('a documentId that leads out of a folder', { documentId: '../../package.json' }),
  refused('a documentId that is an object', { documentId: {} }),
  refused('an id', { id: '../../etc/passwd' }),
  refused('a hash that nobody knows', { extensions: hashed('c'.repeat(64)) }, unknown),
  refused('a hash that leads out of a folder', { extensions: hashed('../../package.json') }, { message: /SHA-256/ }),
  refused('a hash that every object has', { extensions: hashed('constructor') }, { message: /SHA-256/ }),
  notStored('a wrong hash', QUERY, 'd'.repeat(64)),
  notStored('a hash of a document that cannot be read', '{', sha256('{')),
  notStored('a hash of a document that does not fit', '{ nothing1 }', sha256('{ nothing1 }')),
  notStored(
    'a hash of a document beyond a limit',
    `{ ${'__typename '.repeat(30)}}`,
    sha256(`{ ${'__typename '.repeat(30)}}`),
  ),
  {
    title: 'a mutation by its hash, with GET',
    async send(target) {
      const query = 'mutation Persisted { revokeSepaMandate(input: { id: "1" }) { problems { code } } }';
      const extensions = JSON.stringify(hashed(sha256(query)));
      await post(target, JSON.stringify({ query, extensions: hashed(sha256(query)) }));
      return get(target, new URLSearchParams({ extensions }).toString());
    },
    expected: { status: 405, code: 'BAD_REQUEST' },
  },
];
