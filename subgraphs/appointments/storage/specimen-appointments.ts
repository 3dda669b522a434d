import type { Insertable, Kysely } from 'kysely';
import { serviceId, stableId } from '../../kit/data/stable-id.ts';
import { randomFor } from '../../kit/specimen/citizen.ts';
import type { Random } from '../../kit/specimen/random.ts';
import type { SeedCitizen } from '../../kit/subgraph.ts';
import type { AppointmentStatus } from '../domain/appointment-status.ts';
import { offices } from '../domain/offices.ts';
import type { AppointmentTable, AppointmentsDatabase } from './database.ts';
import { officeId } from './offices.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Between one and four appointments a citizen, in the past and in the future, at the offices of their place. */
export async function writeSpecimenAppointments(
  db: Kysely<AppointmentsDatabase>,
  citizens: readonly SeedCitizen[],
): Promise<void> {
  const rows = citizens.flatMap((citizen) => {
    const random = randomFor(citizen, 'appointments');
    return Array.from({ length: random.between(1, 4) }, (_, n) => specimenAppointment(citizen, n, random));
  });
  if (rows.length === 0) return;
  await db
    .insertInto('appointment')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

function specimenAppointment(citizen: SeedCitizen, n: number, random: Random): Insertable<AppointmentTable> {
  const { residenceAuthority, vehicleAuthority } = citizen.place;
  const office = random.pick(
    offices.filter(({ authority }) => authority === residenceAuthority || authority === vehicleAuthority),
  );
  const service = random.pick(office.services);
  // The first lies ahead, so that everybody has one to look forward to.
  const isAhead = n === 0 || random.chance(0.3);
  const startsAt = slot(isAhead ? random.between(2, 50) : -random.between(5, 400), random);
  return {
    id: stableId('specimen-appointment', `${citizen.key}:${n}`),
    citizen: citizen.sub,
    office_id: officeId(office),
    service_id: serviceId(service.leikaKey),
    starts_at: startsAt,
    ends_at: new Date(startsAt.getTime() + service.minutes * minuteMs),
    status: statusOf(isAhead, random),
    created_at: new Date(Math.min(startsAt.getTime(), Date.now()) - random.between(1, 30) * dayMs),
  };
}

/** A slot of five minutes in the morning of a day so many days from now. */
function slot(days: number, random: Random): Date {
  const midnight = Math.floor(Date.now() / dayMs) * dayMs;
  return new Date(midnight + days * dayMs + (7 * 60 + 5 * random.between(0, 60)) * minuteMs);
}

function statusOf(isAhead: boolean, random: Random): AppointmentStatus {
  if (isAhead) return random.chance(0.85) ? 'CONFIRMED' : 'CANCELLED';
  return random.pick<AppointmentStatus>(['FINISHED', 'FINISHED', 'FINISHED', 'MISSED', 'CANCELLED']);
}
