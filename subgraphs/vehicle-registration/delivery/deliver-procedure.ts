import type { FindBackOffice, Unavailable, VehicleRegister } from '../domain/ports.ts';
import type { NextDelivery, ParkingReason, SubmittedProcedures } from './submitted-procedures.ts';

export interface Delivering {
  procedures: SubmittedProcedures;
  register: Pick<VehicleRegister, 'record'>;
  backOfficeOf: FindBackOffice;
}

/** A system that is needed does not answer: what was begun has to be tried again later. */
export class DeliveryDelayed extends Error {
  override name = 'DeliveryDelayed';

  constructor({ reason }: Unavailable) {
    super(`The delivery waits: the system that is needed is ${reason.toLowerCase().replace('_', ' ')}.`);
  }
}

/**
 * Brings a procedure as far as it gets without a person: hands it to the back office, records an automatic change and decides it, tells of
 * decisions, asks for the codes of new papers. What is next is read anew before each step and noted after it, and the other side takes each message once; so a crash
 * anywhere costs a repeated message and nothing else.
 *
 * @returns why it was parked, or null
 * @throws DeliveryDelayed when it has to be tried again
 */
export async function deliverProcedure(procedureId: string, delivering: Delivering): Promise<Refusal | null> {
  for (;;) {
    const next = await delivering.procedures.next(procedureId);
    if (next.step === 'NONE') return null;
    const refusal = await take(procedureId, next, delivering);
    if (refusal) {
      await delivering.procedures.park(procedureId, refusal.reason, refusal.detail);
      return refusal;
    }
  }
}

/** Why a delivery was parked. */
export interface Refusal {
  reason: ParkingReason;
  /** A code of the other side. */
  detail: string | null;
}

type Step<Name extends NextDelivery['step']> = Extract<NextDelivery, { step: Name }>;

function take(
  id: string,
  next: Exclude<NextDelivery, { step: 'NONE' }>,
  delivering: Delivering,
): Promise<Refusal | null> {
  if (next.step === 'HAND_OVER') return handOver(id, next, delivering);
  if (next.step === 'RECORD') return record(id, next, delivering);
  return next.step === 'TELL' ? tell(id, next, delivering) : askForPapers(id, next, delivering);
}

async function handOver(
  id: string,
  { application }: Step<'HAND_OVER'>,
  { procedures, backOfficeOf }: Delivering,
): Promise<Refusal | null> {
  const backOffice = backOfficeOf(application.authority);
  if (!backOffice) return { reason: 'NO_BACK_OFFICE', detail: application.authority };
  const { longestParticular } = backOffice.capabilities;
  // Cut short it would be another statement than the citizen's.
  const tooLong = Object.entries(application.particulars).find(([, value]) => value.length > longestParticular);
  if (tooLong) return { reason: 'REFUSED_BY_BACK_OFFICE', detail: `TOO_LONG_${tooLong[0]}` };
  const answer = await backOffice.submit(application);
  if (answer.outcome === 'UNAVAILABLE') throw new DeliveryDelayed(answer);
  if (answer.outcome === 'REFUSED') return { reason: 'REFUSED_BY_BACK_OFFICE', detail: answer.code };
  await procedures.handedOver(id, answer.reference);
  return null;
}

async function record(id: string, { change }: Step<'RECORD'>, delivering: Delivering): Promise<null> {
  const { procedures, register } = delivering;
  const answer = await register.record(change);
  if (answer.outcome === 'UNAVAILABLE') throw new DeliveryDelayed(answer);
  if (answer.outcome === 'REFUSED') await procedures.toClerk(id);
  else await procedures.recorded(id);
  return null;
}

async function tell(
  id: string,
  { decision, change, authority }: Step<'TELL'>,
  { procedures, register, backOfficeOf }: Delivering,
): Promise<Refusal | null> {
  if (change) {
    const answer = await register.record(change);
    if (answer.outcome === 'UNAVAILABLE') throw new DeliveryDelayed(answer);
    if (answer.outcome === 'REFUSED') return { reason: 'REFUSED_BY_REGISTER', detail: answer.code };
  }
  const backOffice = backOfficeOf(authority);
  if (!backOffice) return { reason: 'NO_BACK_OFFICE', detail: authority };
  if (backOffice.capabilities.takesDecisions) {
    const answer = await backOffice.close(decision);
    if (answer.outcome === 'UNAVAILABLE') throw new DeliveryDelayed(answer);
    if (answer.outcome === 'REFUSED') return { reason: 'REFUSED_BY_BACK_OFFICE', detail: answer.code };
  }
  await procedures.told(id, decision.decision);
  return null;
}

async function askForPapers(
  id: string,
  { decision, authority }: Step<'PAPERS'>,
  { procedures, backOfficeOf }: Delivering,
): Promise<Refusal | null> {
  const backOffice = backOfficeOf(authority);
  if (!backOffice) return { reason: 'NO_BACK_OFFICE', detail: authority };
  const answer = backOffice.capabilities.tellsPapers ? await backOffice.papers(id) : ({ outcome: 'NONE' } as const);
  if (answer.outcome === 'UNAVAILABLE') throw new DeliveryDelayed(answer);
  if (answer.outcome === 'REFUSED') return { reason: 'REFUSED_BY_BACK_OFFICE', detail: answer.code };
  await procedures.papersIssued(id, decision, answer.outcome === 'ISSUED' ? answer.codes : {});
  return null;
}
