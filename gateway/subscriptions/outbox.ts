import type { FormattedExecutionResult } from 'graphql';

/** A result that waits for its client. */
export interface OutgoingResult {
  result: FormattedExecutionResult;
  /** The result as JSON. */
  text: string;
}

export interface OutboxLimits {
  /** Results that may wait. */
  results: number;
  /** Characters of their texts together. One result may be longer than that. */
  characters: number;
}

type Taken = IteratorResult<OutgoingResult, undefined>;

const finished: Taken = { done: true, value: undefined };

/**
 * Results on their way to one client. They are taken one at a time, when the client has taken those before; what waits is bounded.
 * `return` works at once, also while a result is awaited, as that of an async generator does not.
 */
export class Outbox implements AsyncGenerator<OutgoingResult, undefined, undefined> {
  private readonly limits: OutboxLimits;
  private readonly onReturn: () => void;
  private readonly waiting: OutgoingResult[] = [];
  private characters = 0;
  private isFinished = false;
  private take: ((taken: Taken) => void) | undefined;

  /** @param onReturn told when the client wants no more */
  constructor(limits: OutboxLimits, onReturn: () => void) {
    this.limits = limits;
    this.onReturn = onReturn;
  }

  /** @returns false when the result does not fit: the client takes too little */
  put(outgoing: OutgoingResult): boolean {
    if (this.isFinished) return true;
    if (this.take) this.settle({ done: false, value: outgoing });
    else {
      const { results, characters } = this.limits;
      const isFull = this.waiting.length >= results || this.characters + outgoing.text.length > characters;
      if (isFull && this.waiting.length > 0) return false;
      this.waiting.push(outgoing);
      this.characters += outgoing.text.length;
    }
    return true;
  }

  /** Nothing more comes. `last` is told after what waits, or instead of it. */
  finish(last?: OutgoingResult, options?: { instead: boolean }): void {
    if (this.isFinished) return;
    this.isFinished = true;
    if (options?.instead) this.waiting.length = 0;
    if (last) this.waiting.push(last);
    if (!this.take) return;
    const next = this.waiting.shift();
    this.settle(next ? { done: false, value: next } : finished);
  }

  next(): Promise<Taken> {
    const next = this.waiting.shift();
    if (next) {
      this.characters -= next.text.length;
      return Promise.resolve({ done: false, value: next });
    }
    if (this.isFinished) return Promise.resolve(finished);
    return new Promise((resolve) => (this.take = resolve));
  }

  return(): Promise<Taken> {
    if (!this.isFinished || this.waiting.length > 0) this.onReturn();
    this.finish(undefined, { instead: true });
    this.waiting.length = 0;
    return Promise.resolve(finished);
  }

  async throw(error: unknown): Promise<Taken> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private settle(taken: Taken): void {
    const { take } = this;
    this.take = undefined;
    take?.(taken);
  }
}
