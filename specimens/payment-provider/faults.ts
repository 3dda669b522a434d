/** What this provider does wrong on purpose; everything is off at first. */
export interface Faults {
  /** Answers nothing but 503. */
  closed: boolean;
  /** Waits so long before it answers, milliseconds. */
  slowMs: number;
  /** Writes, and then drops the connection instead of answering. */
  dropAfterWrite: boolean;
  /** Refuses new transactions with 400. */
  refuse: boolean;
  /** `none`: never told; `duplicate`: three times each; `reordered`: an older state is told after a newer one; `forged`: with a wrong signature. */
  callbacks: 'normal' | 'none' | 'duplicate' | 'reordered' | 'forged';
  /** Cents by which it misstates the amount of a paid transaction. */
  amountOffBy: number;
  /** Refunds end in an error. */
  refundsFail: boolean;
  /** Refunds stay in work until this is off again. */
  refundsPend: boolean;
  /** What is wrong in settlement files, by transaction. */
  settlement: {
    omit: string[];
    duplicate: string[];
    offBy: Record<string, number>;
    /** Lines for transactions that nobody asked for. */
    foreign: { originator: string; transactionId: string; cents: number }[];
  };
}

export const noFaults = (): Faults => ({
  closed: false,
  slowMs: 0,
  dropAfterWrite: false,
  refuse: false,
  callbacks: 'normal',
  amountOffBy: 0,
  refundsFail: false,
  refundsPend: false,
  settlement: { omit: [], duplicate: [], offBy: {}, foreign: [] },
});
