/** What can be made to go wrong in a specimen system, while it runs. */
export interface Faults {
  /** It is closed: everything is answered with 503. */
  closed: boolean;
  /** Every answer comes so many milliseconds later. */
  slowMs: number;
  /** Part of the requests, 0 to 1, that ends with 500 and does nothing. */
  errorRate: number;
  /** The next so many writes are done, and the connection is cut before they are answered. */
  dropAfterWrite: number;
  /** Answers are no longer what was agreed: a page in HTML with status 200. */
  badAnswer: boolean;
  /** Nothing is answered at all. */
  hang: boolean;
}

export const noFaults: Readonly<Faults> = {
  closed: false,
  slowMs: 0,
  errorRate: 0,
  dropAfterWrite: 0,
  badAnswer: false,
  hang: false,
};

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 3_600_000;
const isShare = (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1;

const expected: Record<keyof Faults, { isRight: (value: unknown) => boolean; what: string }> = {
  closed: { isRight: isBoolean, what: 'true or false' },
  slowMs: { isRight: isCount, what: 'milliseconds, 0 to 3600000' },
  errorRate: { isRight: isShare, what: 'a number from 0 to 1' },
  dropAfterWrite: { isRight: isCount, what: 'a number of writes' },
  badAnswer: { isRight: isBoolean, what: 'true or false' },
  hang: { isRight: isBoolean, what: 'true or false' },
};

/** Sets the faults that are named in `wanted`; the others stay. @returns what is wrong with it, or null */
export function setFaults(faults: Faults, wanted: unknown): string | null {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return 'expected a JSON object of faults';
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(expected, name))
      return `there is no fault ${name}; there are ${Object.keys(expected).join(', ')}`;
    const { isRight, what } = expected[name as keyof Faults];
    if (!isRight(value)) return `${name}: expected ${what}`;
  }
  Object.assign(faults, wanted);
  return null;
}
