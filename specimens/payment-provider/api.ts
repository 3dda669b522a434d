import type { Answer, Provider, Request } from './server.ts';
import { asCsv, settlementOf } from './settlement.ts';
import type { Refund, Transaction } from './transactions.ts';

const transactionPath = /^\/v1\/paymenttransaction\/([^/]+)\/([^/]+)(?:\/([^/]+))?(?:\/refunds(?:\/([^/]+))?)?$/;
const settlementPath = /^\/v1\/settlements\/([^/]+)$/;

/** The interface for those who let people pay: the shapes of XBezahldienste, and beside it refunds and settlement files. */
export function answerApi(provider: Provider, request: Request): Answer {
  const [, settled] = settlementPath.exec(request.path) ?? [];
  if (settled) return settlement(provider, settled, request.query);
  const [, originator, endPoint, transactionId, refundId] = transactionPath.exec(request.path) ?? [];
  if (!originator || !endPoint) return problem(404, 'there is nothing here');
  if (!transactionId)
    return request.method === 'POST' ? create(provider, originator, endPoint, request) : problem(405, 'expected POST');
  const transaction = provider.transactions.find(originator, transactionId);
  if (!transaction) return problem(404, 'this originator has no such transaction');
  if (request.path.includes('/refunds')) return refund(provider, transaction, refundId, request);
  if (request.method === 'DELETE' && provider.transactions.end(transaction, 'CANCELED'))
    provider.callbacks.tell(transaction);
  return { status: 200, body: shown(provider, transaction) };
}

const problem = (status: number, error: string): Answer => ({ status, body: { error } });

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Cents of an amount in euros; undefined where it is none. */
function centsOf(value: unknown): number | undefined {
  if (typeof value !== 'number' || value <= 0 || value > 999_999) return undefined;
  const cents = Math.round(value * 100);
  return Math.abs(cents - value * 100) < 1e-6 ? cents : undefined;
}

const textOf = (value: unknown, longest: number) =>
  typeof value === 'string' && value.length > 0 && value.length <= longest ? value : undefined;

function create(provider: Provider, originator: string, endPoint: string, { body }: Request): Answer {
  if (provider.faults.refuse) return problem(400, 'this originator takes no payments at the moment');
  const given = parse(body);
  const requestId = textOf(given['requestId'], 36);
  const cents = centsOf(given['grosAmount']);
  const purpose = textOf(given['purpose'], 27);
  const redirectUrl = textOf(given['redirectUrl'], 2_000);
  if (!requestId || !cents || !purpose || !redirectUrl || given['currency'] !== 'EUR' || !URL.canParse(redirectUrl))
    return problem(400, 'expected requestId (36), currency EUR, grosAmount, purpose (27) and redirectUrl');
  const description = textOf(given['description'], 250) ?? '';
  const transaction = provider.transactions.create({
    requestId,
    originator,
    endPoint,
    cents,
    purpose,
    description,
    redirectUrl,
  });
  return { status: 201, body: shown(provider, transaction) };
}

function shown({ publicUrl, faults }: Provider, transaction: Transaction): object {
  const { originator, endPoint, transactionId, requestId, status, reference, changedAt, purpose } = transaction;
  const cents = transaction.cents + (status === 'PAYED' ? faults.amountOffBy : 0);
  return {
    paymentInformation: {
      transactionUrl: `${publicUrl}/v1/paymenttransaction/${originator}/${endPoint}/${transactionId}`,
      transactionRedirectUrl: `${publicUrl}/pay/${transaction.payToken}`,
      transactionId,
      transactionReference: reference,
      transactionTimestamp: changedAt,
      paymentMethod: status === 'PAYED' ? 'CREDITCARD' : null,
      status,
    },
    paymentRequest: { requestId, currency: 'EUR', grosAmount: cents / 100, purpose },
  };
}

function refund(provider: Provider, transaction: Transaction, refundId: string | undefined, request: Request): Answer {
  const { faults, transactions } = provider;
  if (request.method === 'GET') {
    const known = transaction.refunds.find((each) => each.refundId === refundId);
    if (!known) return problem(404, 'this transaction has no such refund');
    if (known.status === 'SUBMITTED' && !faults.refundsPend) transactions.settleRefund(transaction, known, 'SUCCESS');
    return { status: 200, body: shownRefund(known) };
  }
  const given = parse(request.body);
  const [id, cents] = [textOf(given['refundId'], 36), centsOf(given['amount'])];
  if (!id || !cents) return problem(400, 'expected refundId (36) and amount');
  const status = faults.refundsFail ? 'ERROR' : faults.refundsPend ? 'SUBMITTED' : 'SUCCESS';
  const made = transactions.refund(transaction, id, cents, status);
  return made
    ? { status: 201, body: shownRefund(made) }
    : problem(409, 'more than what was paid and is not given back');
}

const shownRefund = ({ refundId, cents, status }: Refund) => ({ refundId, amount: cents / 100, status });

function settlement({ transactions, faults }: Provider, originator: string, query: URLSearchParams): Answer {
  const day = query.get('day') ?? '';
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return problem(400, 'expected ?day=YYYY-MM-DD');
  const lines = settlementOf(transactions.all, originator, day, faults);
  if (query.get('format') === 'csv')
    return { status: 200, headers: { 'content-type': 'text/csv' }, body: asCsv(lines) };
  return { status: 200, body: { originator, day, lines } };
}
