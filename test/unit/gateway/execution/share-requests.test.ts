import { describe, expect, test } from '@jest/globals';
import { shareRequests } from '../../../../gateway/execution/share-requests.ts';
import { SubgraphError } from '../../../../gateway/execution/transport/subgraph-error.ts';
import type {
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../../../../gateway/execution/transport/subgraph-transport.ts';

const request: SubgraphRequest = {
  subgraph: 'directory',
  url: 'http://directory.test',
  body: '{"query":"{a}"}',
  headers: {},
  deadline: Date.now() + 60_000,
  isMutation: false,
};

/** A transport whose answers are given by hand. */
function manual() {
  const waiting: { resolve(response: SubgraphResponse): void; reject(error: Error): void }[] = [];
  const transport: SubgraphTransport = {
    fetch: () => new Promise((resolve, reject) => waiting.push({ resolve, reject })),
    close: () => Promise.resolve(),
  };
  return { waiting, sharing: shareRequests(transport) };
}

describe('requests in flight', () => {
  test('are shared by equal ones of one caller, each with an answer of its own', async () => {
    const { waiting, sharing } = manual();
    const both = [sharing.fetch(request, 'ada'), sharing.fetch({ ...request }, 'ada')];
    expect(waiting).toHaveLength(1);
    waiting[0]?.resolve({ data: { a: { b: 1 } } });
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    expect(second?.data?.['a']).not.toBe(first?.data?.['a']);
  });

  test.each([
    ['another caller', request, 'bob'],
    ['another body', { ...request, body: '{"query":"{b}"}' }, 'ada'],
    ['another language', { ...request, headers: { 'accept-language': 'de' } }, 'ada'],
    ['a later deadline', { ...request, deadline: request.deadline + 5_000 }, 'ada'],
    ['a mutation', { ...request, isMutation: true }, 'ada'],
  ])('are not shared with %s', (_, other, caller) => {
    const { waiting, sharing } = manual();
    void sharing.fetch(request, 'ada');
    void sharing.fetch(other, caller);
    expect(waiting).toHaveLength(2);
  });

  test('that fail are sent again for who joined and has time left', async () => {
    const { waiting, sharing } = manual();
    const first = sharing.fetch(request, 'ada');
    const second = sharing.fetch({ ...request, deadline: request.deadline + 10 }, 'ada');
    waiting[0]?.reject(new SubgraphError('SUBGRAPH_TIMEOUT', 'directory', 'too late'));
    await expect(first).rejects.toThrow('directory');
    waiting[1]?.resolve({ data: { a: 1 } });
    expect(await second).toEqual({ data: { a: 1 } });
  });

  test('are not joined once they are answered', async () => {
    const { waiting, sharing } = manual();
    const first = sharing.fetch(request, 'ada');
    waiting[0]?.resolve({ data: {} });
    await first;
    void sharing.fetch(request, 'ada');
    expect(waiting).toHaveLength(2);
  });
});
