import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RequestsInFlight, hashOf, type InFlight } from '../../../../gateway/execution/requests-in-flight.ts';
import type { SubgraphRequest } from '../../../../gateway/execution/transport/subgraph-transport.ts';

const request = (url: string, language: string | undefined): SubgraphRequest => ({
  subgraph: 'directory',
  url,
  body: '',
  headers: language === undefined ? {} : { 'accept-language': language },
  deadline: 0,
  isMutation: false,
});

function entryFor({ url, headers }: SubgraphRequest, body: string, callerKey: string): InFlight {
  const language = headers['accept-language'];
  const answer = Promise.resolve({});
  const hash = hashOf(body);
  return { callerKey, body, url, language, deadline: 0, answer, followers: 0, copy: undefined, hash, next: undefined };
}

test('Requests in flight are found by body, caller, address and language, the latest first, until they are removed', () => {
  const action = fc.record({
    removes: fc.boolean(),
    // Few of each, so that they meet; bodies of which only the beginning differs share a number.
    body: fc.constantFrom('{a}', '{b}', `{a${'x'.repeat(200)}}`, `{b${'x'.repeat(200)}}`),
    caller: fc.constantFrom('ada', 'bob'),
    url: fc.constantFrom('http://a.test', 'http://b.test'),
    language: fc.constantFrom(undefined, 'de'),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const inFlight = new RequestsInFlight();
      const model = new Map<string, InFlight[]>();
      for (const { removes, body, caller, url, language } of actions) {
        const asked = request(url, language);
        const key = JSON.stringify([body, caller, url, language]);
        const entries = model.get(key) ?? [];
        model.set(key, entries);
        expect(inFlight.find(hashOf(body), asked, body, caller)).toBe(entries.at(-1));
        if (removes) {
          const [oldest] = entries.splice(0, 1);
          if (oldest) inFlight.remove(oldest);
        } else {
          const entry = entryFor(asked, body, caller);
          inFlight.add(entry);
          entries.push(entry);
        }
        expect(inFlight.find(hashOf(body), asked, body, caller)).toBe(entries.at(-1));
      }
    }),
  );
});
