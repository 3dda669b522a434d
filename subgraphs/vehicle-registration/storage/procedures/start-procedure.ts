import type { Kysely } from 'kysely';
import { v7 } from 'uuid';
import { germanDay } from '../../../kit/data/calendar.ts';
import type { ProcedureKind } from '../../domain/procedure-kind.ts';
import { rulesOn } from '../../domain/procedure-rules.ts';
import { procedureDefinitions } from '../../domain/procedures/definition.ts';
import { procedureProblem, type ProcedureProblem } from '../../domain/procedures/procedure-problem.ts';
import { initialState } from '../../domain/procedures/state-machine.ts';
import { problemOfBlock } from '../../domain/procedures/procedure-problem.ts';
import { procedureBlock } from '../../domain/procedure-block.ts';
import type { VehicleRegistrationDatabase } from '../database.ts';
import type { Work } from '../parts.ts';
import type { VehicleRow } from '../store.ts';
import { writeHistory } from './change-state.ts';
import { isKey, once } from './once.ts';
import type { Applicant, Outcome } from './procedure-rows.ts';

export interface Start {
  kind: ProcedureKind;
  /** The applicant's own vehicle, where it is about one. */
  vehicle: VehicleRow | null;
  idempotencyKey: string;
}

/** Begins a procedure. A vehicle of the applicant's own is taken over, so that nothing is asked twice. */
export async function startProcedure(
  db: Kysely<VehicleRegistrationDatabase>,
  { citizen, now }: Applicant,
  start: Start,
): Promise<Outcome> {
  const { kind, vehicle, idempotencyKey: key } = start;
  const problem = problemOf(start, germanDay(now));
  if (problem) return { procedure: null, problems: [problem] };
  const request = { citizen: citizen.sub, key, request: ['start', kind, vehicle?.id ?? null], now };
  return db.transaction().execute(async (work) => {
    const made = await once(work, request, () => insert(work, citizen.sub, start, now));
    if (typeof made === 'string') return { procedure: null, problems: [procedureProblem('IDEMPOTENCY_CONFLICT')] };
    const procedure = await work.selectFrom('procedure').selectAll().where('id', '=', made.result).executeTakeFirst();
    return { procedure: procedure ?? null, problems: [] };
  });
}

function problemOf({ kind, vehicle, idempotencyKey }: Start, day: string): ProcedureProblem | null {
  const whose = procedureDefinitions[kind].vehicle;
  if (!isKey(idempotencyKey)) return procedureProblem('IDEMPOTENCY_KEY_MALFORMED');
  if (!rulesOn(day)) return problemOfBlock(procedureBlock('NOT_OFFERED'));
  if (whose === 'OWN' && !vehicle) return procedureProblem('VEHICLE_REQUIRED');
  if ((whose === 'NEW' || whose === 'BY_CODES') && vehicle) return procedureProblem('VEHICLE_NOT_EXPECTED');
  return null;
}

async function insert(work: Work, citizen: string, { kind, vehicle }: Start, now: Date): Promise<string> {
  const asked = procedureDefinitions[kind].inputs;
  const procedure = await work
    .insertInto('procedure')
    .values({
      id: v7(),
      citizen,
      kind,
      state: initialState,
      vehicle_id: vehicle?.id ?? null,
      is_keeper: vehicle !== null,
      inputs: JSON.stringify(
        vehicle ? { ...(asked.vin ? { vin: vehicle.vin } : {}), ...(asked.plate ? { plate: vehicle.plate } : {}) } : {},
      ),
      created_at: now,
      touched_at: now,
    })
    .returning(['id', 'state'])
    .executeTakeFirstOrThrow();
  await writeHistory(work, procedure, { event: 'START', actor: 'CITIZEN', now });
  return procedure.id;
}
