import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import { germanDay } from '../../../kit/data/calendar.ts';
import { blocksFor } from '../../domain/available-procedures.ts';
import { clocksOn } from '../../domain/procedures/clocks.ts';
import { totalOf } from '../../domain/procedures/procedure-fees.ts';
import { problemOfBlock, procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import type { VehicleRow } from '../store.ts';
import type { PlateReservationRow } from './procedure-rows.ts';
import { changeState } from './change-state.ts';
import { feeOf } from './fee-of.ts';
import { heldForProcedure } from './held-for-procedure.ts';
import { matchCodes } from './match-codes.ts';
import { isKey, once } from './once.ts';
import { plateChoice, reservationsOf } from './plate-choice.ts';
import { lockOwnProcedure, type Applicant, type Outcome, type ProcedureRow } from './procedure-rows.ts';
import { situationProblems, vehicleOf } from './situation.ts';

const dayMs = 86_400_000;

/** Submits a procedure that was checked: its fee is fixed, and once that is paid it goes to the authority. */
export async function submitProcedure(
  db: Kysely<VehicleRegistrationDatabase>,
  applicant: Applicant,
  procedureId: string,
  key: string,
): Promise<Outcome> {
  const { citizen, now } = applicant;
  if (!isKey(key)) return { procedure: null, problems: [procedureProblem('IDEMPOTENCY_KEY_MALFORMED')] };
  try {
    return await db.transaction().execute(async (work) => {
      let outcome: Outcome = { procedure: null, problems: [] };
      const request = { citizen: citizen.sub, key, request: ['submit', procedureId], now };
      const made = await once(work, request, async () => {
        outcome = await submit(work, applicant, procedureId);
        return outcome.problems.length > 0 ? null : procedureId;
      });
      if (made === 'NOT_DONE') return outcome;
      const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
      return { procedure, problems: made === 'CONFLICT' ? [procedureProblem('IDEMPOTENCY_CONFLICT')] : [] };
    });
  } catch (error) {
    if (!isOccupied(error)) throw error;
    const procedure = await db.transaction().execute((work) => lockOwnProcedure(work, procedureId, citizen.sub));
    return { procedure, problems: [procedureProblem('PROCEDURE_RUNNING')] };
  }
}

/** The index that lets one procedure at a time be under way for a vehicle. */
function isOccupied(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'one_procedure_for_a_vehicle';
}

async function submit(work: Work, applicant: Applicant, procedureId: string): Promise<Outcome> {
  const { citizen, now } = applicant;
  const procedure = await lockOwnProcedure(work, procedureId, citizen.sub);
  if (!procedure) return { procedure: null, problems: [procedureProblem('PROCEDURE_UNKNOWN')] };
  const levelBlocks = blocksFor(procedure.kind, { vehicle: null, level: citizen.level, today: germanDay(now) });
  if (levelBlocks.length > 0) return { procedure, problems: levelBlocks.map(problemOfBlock) };
  if (procedure.state === 'DRAFT') return { procedure, problems: [procedureProblem('NOT_CHECKED')] };
  const vehicle = await vehicleOf(work, procedure);
  const changed = await changedSinceCheck(work, procedure, vehicle, applicant);
  if (changed.length > 0) return { procedure, problems: changed };
  const plate = plateChoice(procedure, vehicle, await reservationsOf(work, [citizen.sub], now));
  if (plate === 'MISSING')
    return { procedure, problems: [procedureProblem('RESERVATION_UNKNOWN', 'plateReservation')] };
  const lines = feeOf(procedure, vehicle, plate, now).map(({ number, text, cents }) => ({ number, text, cents }));
  const payableUntil = new Date(now.getTime() + clocksOn(germanDay(now)).paymentDays * dayMs);
  const submitted = await changeState(work, procedure, {
    event: 'SUBMIT',
    actor: 'CITIZEN',
    now,
    set: {
      demand_id: v7(),
      fee_lines: JSON.stringify(lines),
      fee_cents: totalOf(lines),
      payable_until: payableUntil,
      occupies_vehicle: procedure.vehicle_id !== null,
    },
  });
  if (!submitted) return { procedure, problems: [procedureProblem('WRONG_STATE')] };
  await work.deleteFrom('procedure_code').where('procedure_id', '=', procedureId).execute();
  if (plate) await bindPlate(work, plate, submitted);
  return { procedure: submitted, problems: [] };
}

/** Half an hour can lie between check and submission, in which somebody else takes the vehicle over: then the codes are no longer right, or its state is not. */
async function changedSinceCheck(
  work: Work,
  procedure: ProcedureRow,
  vehicle: VehicleRow | null,
  applicant: Applicant,
): Promise<ProcedureProblem[]> {
  if (procedure.state !== 'CHECKED') return [];
  const hadRightCodes = procedure.findings.some(({ check, outcome }) => check === 'CODES' && outcome === 'PASSED');
  if (hadRightCodes && (await matchCodes(work, procedure, applicant.parts.codes)).outcome !== 'MATCH')
    return [procedureProblem('CHANGED_MEANWHILE')];
  return situationProblems(work, procedure, vehicle, applicant);
}

async function bindPlate(work: Work, plate: PlateReservationRow, { id }: ProcedureRow): Promise<void> {
  await work
    .updateTable('plate_reservation')
    .set({ procedure_id: id, expires_at: heldForProcedure })
    .where('id', '=', plate.id)
    .execute();
}
