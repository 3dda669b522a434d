import { noFaults } from './faults.ts';
import { choices, type Choice } from './pages.ts';
import { decide } from './paying.ts';
import type { Answer, Provider, Request } from './server.ts';

/** What nobody has at a real provider: its faults as switches, its data to look at, and a hand that pays. */
export async function answerAdmin(provider: Provider, { method, path, body }: Request): Promise<Answer> {
  const given = body ? (JSON.parse(body) as Record<string, unknown>) : {};
  switch (`${method} ${path}`) {
    case 'GET /admin/faults':
      return { status: 200, body: provider.faults };
    case 'POST /admin/faults':
      Object.assign(provider.faults, given);
      return { status: 200, body: provider.faults };
    case 'DELETE /admin/faults':
      Object.assign(provider.faults, noFaults());
      return { status: 200, body: provider.faults };
    case 'POST /admin/callback-url':
      provider.callbacks.url = String(given['url']);
      return { status: 204 };
    case 'GET /admin/transactions':
      return { status: 200, body: provider.transactions.all };
    case 'POST /admin/pay':
      return pay(provider, given);
    case 'POST /admin/replay':
      return {
        status: 200,
        body: await Promise.all(provider.callbacks.sent.map((each) => provider.callbacks.replay(each))),
      };
    default:
      return { status: 404, body: { error: 'there is nothing here' } };
  }
}

/** Does on the paying page what `choice` says, for the transaction with this request. */
function pay(provider: Provider, { requestId, choice = 'success' }: Record<string, unknown>): Answer {
  const transaction = provider.transactions.all.find((each) => each.requestId === requestId);
  if (!transaction) return { status: 404, body: { error: 'there is no transaction for this requestId' } };
  if (typeof choice !== 'string' || !Object.hasOwn(choices, choice))
    return { status: 400, body: { error: `expected choice: ${Object.keys(choices).join(', ')}` } };
  decide(provider, transaction, choice as Choice);
  return { status: 200, body: { transactionId: transaction.transactionId, status: transaction.status } };
}
