import { expect, test } from '@jest/globals';
import { Outbox, type OutgoingResult } from '../../../../gateway/subscriptions/outbox.ts';

const result = (text: string): OutgoingResult => ({ result: { data: { text } }, text });
async function textsOf(outbox: Outbox): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of outbox) texts.push(text);
  return texts;
}

const unbothered = () => undefined;

test('hands results out in order, those that waited and those that come', async () => {
  const outbox = new Outbox({ results: 2, characters: 100 }, unbothered);
  outbox.put(result('1'));
  const texts = textsOf(outbox);
  outbox.put(result('2'));
  outbox.finish(result('last'));
  expect(await texts).toEqual(['1', '2', 'last']);
});

test('takes no more results than may wait, and a single one of any length', () => {
  const outbox = new Outbox({ results: 2, characters: 10 }, unbothered);
  expect([outbox.put(result('x'.repeat(50))), outbox.put(result('1'))]).toEqual([true, false]);
  const short = new Outbox({ results: 2, characters: 10 }, unbothered);
  expect([short.put(result('1')), short.put(result('2')), short.put(result('3'))]).toEqual([true, true, false]);
});

test('tells the last result instead of those that wait', async () => {
  const outbox = new Outbox({ results: 2, characters: 10 }, unbothered);
  outbox.put(result('1'));
  outbox.finish(result('too slow'), { instead: true });
  expect(await textsOf(outbox)).toEqual(['too slow']);
});

test('ends at once when the client goes while it waits, and says so', async () => {
  let isGone = false;
  const outbox = new Outbox({ results: 2, characters: 10 }, () => (isGone = true));
  const next = outbox.next();
  await outbox.return();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(isGone).toBe(true);
  outbox.put(result('late'));
  expect(await outbox.next()).toEqual({ done: true, value: undefined });
});
