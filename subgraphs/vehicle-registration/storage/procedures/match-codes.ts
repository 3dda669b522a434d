import type { Selectable } from 'kysely';
import { inputsAsked, procedureDefinitions } from '../../domain/procedures/definition.ts';
import { isCodeName, type CodeName } from '../../domain/procedures/input-name.ts';
import { isSameDigest, noDigest, type CodeDigests } from '../../domain/procedures/security-code.ts';
import type { Work } from '../parts.ts';
import type { CodeTable } from '../procedure-tables.ts';
import type { VehicleRow } from '../store.ts';
import type { ProcedureRow } from './procedure-rows.ts';

/** What the codes say. UNKNOWN: the register did not answer when the code was given. */
export interface CodeMatch {
  outcome: 'MATCH' | 'NO_MATCH' | 'UNKNOWN';
  /** The vehicle that they belong to; null for a new one, and where they match none. */
  vehicle: VehicleRow | null;
}

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Threat: finding out which vehicles exist, or which of several codes is right. Rule: an unknown vehicle takes the same steps and gets the same answer as wrong
 * codes; every code is compared, in constant time, and only the whole counts.
 */
export async function matchCodes(work: Work, procedure: ProcedureRow, digests: CodeDigests): Promise<CodeMatch> {
  if (procedureDefinitions[procedure.kind].vehicle === 'NEW') return matchOfRegister(procedure);
  const candidate = await findCandidate(work, procedure);
  const vehicleId = candidate?.id ?? nobody;
  const [given, kept] = await Promise.all([
    byName(
      work.selectFrom('procedure_code').select(['name', 'digest']).where('procedure_id', '=', procedure.id).execute(),
    ),
    byName(work.selectFrom('vehicle_code').select(['name', 'digest']).where('vehicle_id', '=', vehicleId).execute()),
  ]);
  const asked = inputsAsked(procedure.kind, procedure.is_keeper)
    .map(({ name }) => name)
    .filter(isCodeName);
  const matches = asked.map((name) =>
    isSameDigest(digests.ofVehicle(vehicleId, given.get(name) ?? noDigest), kept.get(name) ?? noDigest),
  );
  const isMatch = candidate !== null && matches.every(Boolean);
  return { outcome: isMatch ? 'MATCH' : 'NO_MATCH', vehicle: isMatch ? candidate : null };
}

function matchOfRegister({ certificate_two_verdict: verdict }: ProcedureRow): CodeMatch {
  return { outcome: verdict === 'UNCHECKED' ? 'UNKNOWN' : (verdict ?? 'NO_MATCH'), vehicle: null };
}

/** The vehicle that an applicant means: their own, or the one with this plate and, where it is asked for, this VIN. */
async function findCandidate(
  work: Work,
  { vehicle_id: own, is_keeper: isKeeper, inputs }: ProcedureRow,
): Promise<VehicleRow | null> {
  const query = work.selectFrom('vehicle').selectAll();
  const { vin = '', plate = '' } = inputs;
  if (isKeeper && own) return (await query.where('id', '=', own).executeTakeFirst()) ?? null;
  const byPlate = query.where('plate', '=', plate);
  // Off the road several vehicles may have had a plate: without a VIN only the registered one can be meant.
  const found = vin ? byPlate.where('vin', '=', vin) : byPlate.where('deregistered_on', 'is', null);
  return (await found.executeTakeFirst()) ?? null;
}

async function byName(rows: Promise<Selectable<CodeTable>[]>): Promise<Map<CodeName, Buffer>> {
  return new Map((await rows).map(({ name, digest }) => [name, digest]));
}
