import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the citizen chooses on the provider's paying page. */
export type Choice = 'success' | 'decline' | 'slow' | 'cancel' | 'abandon';

export interface ProviderTransaction {
  requestId: string;
  transactionId: string;
  status: string;
}

/** The payment provider of a development system, at its own switches. */
export function providerAt(url: string) {
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!answer.ok) throw new Error(`The provider answered ${answer.status} to ${method} ${path}.`);
    return answer.status === 204 ? undefined : answer.json();
  };
  return {
    pay: (paymentId: string, choice: Choice) => send('POST', '/admin/pay', { requestId: paymentId, choice }),
    faults: (faults: Record<string, unknown>) => send('POST', '/admin/faults', faults),
    transactions: async () => (await send('GET', '/admin/transactions')) as ProviderTransaction[],
  };
}

/** What a specimen system wrote down, entry by entry. */
export async function journalOf<Entry>(data: string, specimen: string): Promise<Entry[]> {
  const text = await readFile(join(data, 'specimens', `${specimen}.jsonl`), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry];
      } catch {
        // The end of the process cut it short.
        return [];
      }
    });
}
