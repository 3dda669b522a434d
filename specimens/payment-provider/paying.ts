import { choices, messagePage, pageHeaders, payingPage, type Choice } from './pages.ts';
import type { Answer, Provider, Request } from './server.ts';
import type { Transaction } from './transactions.ts';

const slowMs = 5_000;

/** The page on which somebody pays, or does not. */
export function answerPage(provider: Provider, { method, path, body }: Request): Answer {
  const transaction = provider.transactions.findByToken(path.slice('/pay/'.length));
  if (!transaction) return { status: 404, headers: pageHeaders, body: messagePage('Diesen Vorgang gibt es nicht.') };
  if (method !== 'POST') return { status: 200, headers: pageHeaders, body: payingPage(transaction) };
  const choice = new URLSearchParams(body).get('choice') ?? '';
  if (!Object.hasOwn(choices, choice))
    return { status: 400, headers: pageHeaders, body: messagePage('Diese Auswahl gibt es nicht.') };
  decide(provider, transaction, choice as Choice);
  if (choice === 'abandon') return { status: 200, headers: pageHeaders, body: messagePage('Sie sind gegangen.') };
  return { status: 303, headers: { location: transaction.redirectUrl } };
}

/** What follows from a choice on the page. */
export function decide(provider: Provider, transaction: Transaction, choice: Choice): void {
  const { transactions, callbacks } = provider;
  const end = (status: 'PAYED' | 'FAILED' | 'CANCELED') => {
    if (transactions.end(transaction, status)) callbacks.tell(transaction);
  };
  if (choice === 'success') end('PAYED');
  if (choice === 'decline') end('FAILED');
  if (choice === 'cancel') end('CANCELED');
  if (choice === 'slow') {
    const timer = setTimeout(() => end('PAYED'), slowMs);
    provider.stopping.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }
}
