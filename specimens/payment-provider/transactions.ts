import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

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

/** The provider's own data. With a file, each change is on disk before it is answered. */
export class Transactions {
  readonly #byId = new Map<string, Transaction>();
  readonly #byRequest = new Map<string, Transaction>();
  readonly #file: string | undefined;

  constructor(file: string | undefined) {
    this.#file = file;
    if (file && existsSync(file))
      for (const each of JSON.parse(readFileSync(file, 'utf8')) as Transaction[]) this.#keep(each);
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
    this.#write();
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
    this.#write();
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
    this.#write();
    return refund;
  }

  settleRefund(refund: Refund, status: RefundStatus): void {
    refund.status = status;
    this.#write();
  }

  #keep(transaction: Transaction): void {
    this.#byId.set(transaction.transactionId, transaction);
    this.#byRequest.set(`${transaction.originator} ${transaction.requestId}`, transaction);
  }

  #write(): void {
    if (!this.#file) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.all));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
