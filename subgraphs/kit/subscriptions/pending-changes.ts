import { subgraphError } from '../errors.ts';

/** Something of a citizen is new or different. It says what, not how: whoever hears it reads it. */
export interface Change {
  id: string;
  /** Sector identifier of the citizen. */
  citizen: string;
}

const mostPending = 1_000;

/**
 * The changes that one subscriber has not taken yet. Several of the same thing are one, since it is read when it is taken; so what a slow subscriber leaves
 * is bounded by what the citizen has, and by `mostPending`.
 */
export class PendingChanges implements AsyncGenerator<Change, undefined, undefined> {
  private readonly pending = new Map<string, Change>();
  private readonly onClose: () => void;
  private failure: Error | undefined;
  private isClosed = false;
  private waiting: ((result: IteratorResult<Change, undefined>) => void) | undefined;
  private refuse: ((error: Error) => void) | undefined;

  constructor(onClose: () => void) {
    this.onClose = onClose;
  }

  add(change: Change): void {
    if (this.isClosed) return;
    if (this.waiting) return this.settle({ done: false, value: change });
    this.pending.set(change.id, change);
    if (this.pending.size > mostPending) {
      this.fail(subgraphError('SERVICE_UNAVAILABLE', 'Changes come faster than they are read. Subscribe again.'));
    }
  }

  /** Ends it with an error, after which there is nothing more. */
  fail(error: Error): void {
    if (this.isClosed) return;
    this.close();
    const { refuse } = this;
    if (!refuse) this.failure = error;
    this.waiting = undefined;
    this.refuse = undefined;
    refuse?.(error);
  }

  next(): Promise<IteratorResult<Change, undefined>> {
    if (this.failure) {
      const { failure } = this;
      this.failure = undefined;
      return Promise.reject(failure);
    }
    const [first] = this.pending.values();
    if (first) {
      this.pending.delete(first.id);
      return Promise.resolve({ done: false, value: first });
    }
    if (this.isClosed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.waiting = resolve;
      this.refuse = reject;
    });
  }

  return(): Promise<IteratorResult<Change, undefined>> {
    this.close();
    this.settle({ done: true, value: undefined });
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<Change, undefined>> {
    this.close();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private settle(result: IteratorResult<Change, undefined>): void {
    const { waiting } = this;
    this.waiting = undefined;
    this.refuse = undefined;
    waiting?.(result);
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.pending.clear();
    this.onClose();
  }
}
