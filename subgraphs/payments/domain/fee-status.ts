import { addMonths, isValidOn, type Validity } from '../../kit/data/calendar.ts';

/** How a fee that is not paid stands: to be paid later, to be paid now, late. */
export const feeStatuses = ['OPEN', 'DUE', 'OVERDUE'] as const;
export type FeeStatus = (typeof feeStatuses)[number];

/** After how many months past its due day a fee is overdue, so that a surcharge may be asked. */
export interface PaymentTerms extends Validity {
  graceMonths: number;
}

/** The terms by time: VwKostG § 18 (1), to which the GebOSt refers. */
export const paymentTerms: readonly PaymentTerms[] = [{ validFrom: '1970-06-27', validTo: null, graceMonths: 1 }];

/** How an unpaid fee stands on a day; the terms are those of the day on which it is due. Days are YYYY-MM-DD. */
export function feeStatusOn(today: string, dueOn: string, terms: readonly PaymentTerms[] = paymentTerms): FeeStatus {
  if (today < dueOn) return 'OPEN';
  const graceMonths = terms.find((each) => isValidOn(each, dueOn))?.graceMonths ?? 0;
  return today <= addMonths(dueOn, graceMonths) ? 'DUE' : 'OVERDUE';
}
