import type { Kysely } from 'kysely';
import { germanDay } from '../../kit/data/calendar.ts';
import type { NextDelivery, SubmittedProcedures } from '../delivery/submitted-procedures.ts';
import type { Application, Decision, RegisterChange } from '../domain/ports.ts';
import { procedureDefinitions } from '../domain/procedures/definition.ts';
import type { CodeDigests } from '../domain/procedures/security-code.ts';
import type { ProcedureState } from '../domain/procedures/state-machine.ts';
import type { VehicleRegistrationDatabase } from './database.ts';
import type { Work } from './parts.ts';
import { handToClerk } from './procedures/hand-to-clerk.ts';
import { lockProcedure, type ProcedureDecisionRow, type ProcedureRow } from './procedures/procedure-rows.ts';
import { recordDecision } from './procedures/record-decision.ts';
import { recordPapers } from './procedures/record-papers.ts';

type Database = Kysely<VehicleRegistrationDatabase>;

/** How a state is told to the back office; undefined where there is nothing to tell. */
const endings: Partial<Record<ProcedureState, Decision['decision']>> = {
  DECIDED: 'APPROVED',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
  REVOKED: 'REVOKED',
};

/** What delivery needs, over the tables of the procedures. @param digests what is kept of the codes of new papers */
export function openSubmittedProcedures(db: Database, clock: () => Date, digests: CodeDigests): SubmittedProcedures {
  /** Does something with a locked procedure, in a transaction. */
  const change = (id: string, act: (work: Work, procedure: ProcedureRow) => Promise<unknown>) =>
    db.transaction().execute(async (work) => {
      await act(work, await lockProcedure(work, id));
    });

  return {
    next: (id) => nextDelivery(db, id),
    handedOver: (id, reference) =>
      change(id, async (work, { state, route, back_office_reference: known }) => {
        if (state !== 'SUBMITTED' || known !== null) return;
        await work.updateTable('procedure').set({ back_office_reference: reference }).where('id', '=', id).execute();
        if (route === 'CLERK') await handToClerk(work, id, clock());
      }),
    recorded: (id) =>
      change(id, async (work, { state }) => {
        if (state === 'SUBMITTED') await recordDecision(work, { procedureId: id, outcome: 'APPROVED', now: clock() });
      }),
    toClerk: (id) => change(id, (work) => handToClerk(work, id, clock(), 'REGISTER_REFUSED')),
    told: (id, decision) =>
      change(id, async (work, { state }) => {
        if (endings[state] !== decision) return;
        await work.updateTable('procedure').set({ told_at: clock() }).where('id', '=', id).execute();
      }),
    papersIssued: (id, decision, codes) =>
      change(id, async (work, procedure) => {
        if (endings[procedure.state] !== decision) return;
        await recordPapers(work, procedure, codes, digests, clock());
      }),
    park: (id, reason, detail) =>
      change(id, (work) =>
        work
          .insertInto('parked_delivery')
          .values({ procedure_id: id, reason, detail, parked_at: clock() })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      ),
  };
}

async function nextDelivery(db: Database, id: string): Promise<NextDelivery> {
  const procedure = await db
    .selectFrom('procedure')
    .selectAll()
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('parked_delivery').select('procedure_id').where('procedure_id', '=', id))),
    )
    .executeTakeFirst();
  // A protocol that was deleted meanwhile has nothing left to deliver.
  if (!procedure?.authority) return { step: 'NONE' };
  const { state, route, authority, back_office_reference: reference, told_at: toldAt } = procedure;
  if (state === 'SUBMITTED' && reference === null)
    return { step: 'HAND_OVER', application: await applicationOf(db, procedure, authority) };
  if (state === 'SUBMITTED' && route === 'AUTOMATIC')
    return { step: 'RECORD', change: await changeOf(db, procedure, authority, null) };
  if (reference === null) return { step: 'NONE' };
  return toldAt === null ? ending(db, procedure, authority) : papers(db, procedure, authority);
}

async function ending(db: Database, procedure: ProcedureRow, authority: string): Promise<NextDelivery> {
  const { id, state, ended_at: endedAt } = procedure;
  const decision = endings[state];
  if (!decision || !endedAt) return { step: 'NONE' };
  const made = await db.selectFrom('procedure_decision').selectAll().where('procedure_id', '=', id).executeTakeFirst();
  const isClerks = state === 'DECIDED' && made?.is_automatic === false;
  const turnedBack = state === 'REVOKED' && made ? await turningBack(db, procedure, authority, made) : null;
  return {
    step: 'TELL',
    decision: {
      applicationId: id,
      decision,
      decidedAt: made?.decided_at ?? endedAt,
      reasons: made?.reasons ?? [],
    },
    change: isClerks ? await changeOf(db, procedure, authority, made) : turnedBack,
    authority,
  };
}

/** The register knew of an automatic decision before it was made: it hears how the vehicle is registered again. A message of its own, since it takes each one once. */
async function turningBack(
  db: Database,
  procedure: ProcedureRow,
  authority: string,
  { vehicle_before: before }: ProcedureDecisionRow,
): Promise<RegisterChange | null> {
  if (!before) return null;
  const review = await db
    .selectFrom('decision_review')
    .select('reviewed_at')
    .where('procedure_id', '=', procedure.id)
    .executeTakeFirst();
  const { vin } = await vehicleOf(db, procedure);
  return {
    procedureId: `${procedure.id}-revoked`,
    kind: 'REVOCATION',
    vin,
    status: before.deregistered_on === null ? 'REGISTERED' : 'OFF_THE_ROAD',
    plate: before.plate,
    authority,
    datedOn: germanDay(review?.reviewed_at ?? procedure.created_at),
  };
}

/** New papers follow what took effect, and what was turned back after it had. */
async function papers(db: Database, procedure: ProcedureRow, authority: string): Promise<NextDelivery> {
  const { id, kind, state, papers_at: known } = procedure;
  const decision = endings[state];
  if (known !== null || (decision !== 'APPROVED' && decision !== 'REVOKED')) return { step: 'NONE' };
  const made = await db
    .selectFrom('procedure_decision')
    .select(['effected_at', 'effective_on', 'vehicle_before'])
    .where('procedure_id', '=', id)
    .executeTakeFirst();
  const wasInEffect = made?.effected_at && made.effective_on !== null;
  const bringsPapers = decision === 'APPROVED' ? procedureDefinitions[kind].bringsPapers : made?.vehicle_before;
  return wasInEffect && bringsPapers ? { step: 'PAPERS', decision, authority } : { step: 'NONE' };
}

async function applicationOf(db: Database, procedure: ProcedureRow, authority: string): Promise<Application> {
  const { id, kind, route, inputs, submitted_at: submittedAt, created_at: createdAt } = procedure;
  const { vin: _vin, plate: _plate, plateReservation: _reservation, ...particulars } = inputs;
  const vehicle = await vehicleOf(db, procedure);
  const held = await db
    .selectFrom('plate_reservation')
    .select('plate')
    .where('procedure_id', '=', id)
    .executeTakeFirst();
  return {
    id,
    kind,
    authority,
    submittedAt: submittedAt ?? createdAt,
    isAutomatic: route === 'AUTOMATIC',
    vehicle,
    particulars: { ...particulars, ...(held ? { reservedPlate: held.plate } : {}) },
    payment: procedure.fee_cents
      ? { reference: procedure.payment_reference ?? procedure.payment_id ?? '', amountCents: procedure.fee_cents }
      : null,
  };
}

async function changeOf(
  db: Database,
  procedure: ProcedureRow,
  authority: string,
  decision: ProcedureDecisionRow | null,
): Promise<RegisterChange> {
  const { id, kind, submitted_at: submittedAt, created_at: createdAt } = procedure;
  const vehicle = await vehicleOf(db, procedure);
  return {
    procedureId: id,
    kind,
    vin: vehicle.vin,
    status: procedureDefinitions[kind].plate === 'TAKEN_OFF' ? 'OFF_THE_ROAD' : 'REGISTERED',
    plate: decision?.plate ?? vehicle.plate ?? '',
    authority,
    datedOn: germanDay(decision?.decided_at ?? submittedAt ?? createdAt),
  };
}

/** The vehicle as the register knows it: where the codes matched it is ours, otherwise as the applicant says. */
async function vehicleOf(
  db: Database,
  { vehicle_id: id, inputs }: ProcedureRow,
): Promise<{ vin: string; plate: string | null }> {
  const own = id
    ? await db.selectFrom('vehicle').select(['vin', 'plate']).where('id', '=', id).executeTakeFirst()
    : undefined;
  return { vin: own?.vin ?? inputs.vin ?? '', plate: own?.plate ?? inputs.plate ?? null };
}
