import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type TransactionStatus = 'INITIAL' | 'PAYED' | 'FAILED' | 'CANCELED';
export type RefundStatus = 'SUBMITTED' | 'SUCCESS' | 'ERROR';

export interface Refund {
  refundId: string;
  cents: number;
  status: RefundStatus;
  at: string;
}

export interface Transaction {
  transactionId: string;
  /** The caller's own id: asking twice with the same gives the same transaction. */
  requestId: string;
  originator: string;
  endPoint: string;
  cents: number;
  purpose: string;
  description: string;
  redirectUrl: string;
  status: TransactionStatus;
  /** Kassenzeichen; only when it is paid. */
  reference: string | null;
  createdAt: string;
  changedAt: string;
  /** What the address of the paying page ends with; whoever knows it may pay. */
  payToken: string;
  refunds: Refund[];
}

export type NewTransaction = Pick<
  Transaction,
  'requestId' | 'originator' | 'endPoint' | 'cents' | 'purpose' | 'description' | 'redirectUrl'
>;

/** The provider's own data. With a file, each change is a line of it before it is answered; the last line of a transaction counts. */
export class Transactions {
  readonly #byId = new Map<string, Transaction>();
  readonly #byRequest = new Map<string, Transaction>();
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
    if (file) mkdirSync(dirname(file), { recursive: true });
    if (!file || !existsSync(file)) return;
    for (const each of readLines(file)) this.#keep(each);
    appendFileSync(file, '\n');
  }

  get all(): Transaction[] {
    return [...this.#byId.values()];
  }

  /** The transaction of a request; made when there is none yet. */
  create(request: NewTransaction): Transaction {
    const known = this.#byRequest.get(`${request.originator} ${request.requestId}`);
    if (known) return known;
    const now = new Date().toISOString();
    const transaction: Transaction = {
      ...request,
      transactionId: `tx-${randomUUID()}`,
      status: 'INITIAL',
      reference: null,
      createdAt: now,
      changedAt: now,
      payToken: randomBytes(24).toString('base64url'),
      refunds: [],
    };
    this.#keep(transaction);
    this.#write(transaction);
    return transaction;
  }

  find(originator: string, transactionId: string): Transaction | undefined {
    const found = this.#byId.get(transactionId);
    return found?.originator === originator ? found : undefined;
  }

  findByToken(payToken: string): Transaction | undefined {
    return this.all.find((each) => each.payToken === payToken);
  }

  /** Ends a transaction that is still open; one that has ended stays as it is. */
  end(transaction: Transaction, status: Exclude<TransactionStatus, 'INITIAL'>): boolean {
    if (transaction.status !== 'INITIAL') return false;
    transaction.status = status;
    transaction.changedAt = new Date().toISOString();
    if (status === 'PAYED')
      transaction.reference = `${transaction.originator}-${transaction.changedAt.slice(0, 4)}-${randomBytes(5).toString('hex')}`;
    this.#write(transaction);
    return true;
  }

  /** Asking twice with the same id gives the same refund. Undefined when nothing is there to give back. */
  refund(transaction: Transaction, refundId: string, cents: number, status: RefundStatus): Refund | undefined {
    const known = transaction.refunds.find((each) => each.refundId === refundId);
    if (known) return known;
    const given = transaction.refunds
      .filter((each) => each.status !== 'ERROR')
      .reduce((sum, each) => sum + each.cents, 0);
    if (transaction.status !== 'PAYED' || given + cents > transaction.cents) return undefined;
    const refund: Refund = { refundId, cents, status, at: new Date().toISOString() };
    transaction.refunds.push(refund);
    this.#write(transaction);
    return refund;
  }

  settleRefund(transaction: Transaction, refund: Refund, status: RefundStatus): void {
    refund.status = status;
    this.#write(transaction);
  }

  #keep(transaction: Transaction): void {
    this.#byId.set(transaction.transactionId, transaction);
    this.#byRequest.set(`${transaction.originator} ${transaction.requestId}`, transaction);
  }

  #write(transaction: Transaction): void {
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(transaction)}\n`);
  }
}

/** A process that is killed may leave half a line at the end: it was not answered either. */
function readLines(file: string): Transaction[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Transaction];
      } catch {
        return [];
      }
    });
}
