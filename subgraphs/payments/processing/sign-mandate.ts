import { readIban } from '../domain/iban.ts';
import { paymentProblem, type PaymentProblem } from '../domain/payment-problem.ts';
import { isKey, isText } from '../domain/typed-text.ts';
import { recordMandate, type SepaMandateRow } from '../storage/sepa-mandates.ts';
import type { Work } from './services.ts';

export interface MandateWish {
  iban: string;
  holder: string;
  hasConsented: boolean;
  idempotencyKey: string;
}

export interface MandateOutcome {
  mandate: SepaMandateRow | null;
  problems: PaymentProblem[];
}

/** Takes a SEPA mandate for the vehicle tax. The account number is checked, encrypted, and never given out again. */
export async function signMandate({ db, services }: Work, citizen: string, wish: MandateWish): Promise<MandateOutcome> {
  const holder = wish.holder.replaceAll(/\s+/g, ' ').trim();
  const read = readIban(wish.iban);
  const problems = [
    ...('problem' in read ? [paymentProblem(read.problem, 'iban')] : []),
    ...(isKey(wish.idempotencyKey) ? [] : [paymentProblem('IDEMPOTENCY_KEY_MALFORMED', 'idempotencyKey')]),
    ...(!isText(holder, 70) ? [paymentProblem('HOLDER_INVALID', 'accountHolder')] : []),
    ...(wish.hasConsented ? [] : [paymentProblem('CONSENT_MISSING', 'hasConsented')]),
  ];
  if ('problem' in read || problems.length > 0) return { mandate: null, problems };
  const mandate = await recordMandate(db, services.mandateSeal, {
    citizen,
    key: wish.idempotencyKey,
    bank: { iban: read.iban, holder },
    now: services.clock(),
  });
  return mandate === 'IDEMPOTENCY_CONFLICT'
    ? { mandate: null, problems: [paymentProblem(mandate, 'idempotencyKey')] }
    : { mandate, problems: [] };
}
