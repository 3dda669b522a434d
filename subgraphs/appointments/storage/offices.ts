import { sql, type Kysely } from 'kysely';
import { serviceId, stableId } from '../../kit/data/stable-id.ts';
import { offices, type OfficeEntry } from '../domain/offices.ts';
import type { AppointmentsDatabase } from './database.ts';

export const officeId = (office: Pick<OfficeEntry, 'key'>) => stableId('office', office.key);

/** Writes the offices that the system ships with; what is there already is brought up to date. */
export async function writeOffices(db: Kysely<AppointmentsDatabase>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('office')
      .values(
        offices.map((office) => ({
          id: officeId(office),
          name: office.name,
          authority: office.authority,
          street: office.address.street,
          postal_code: office.address.postalCode,
          city: office.address.city,
        })),
      )
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          name: sql.ref('excluded.name'),
          authority: sql.ref('excluded.authority'),
          street: sql.ref('excluded.street'),
          postal_code: sql.ref('excluded.postal_code'),
          city: sql.ref('excluded.city'),
        }),
      )
      .execute();
    await transaction
      .insertInto('office_service')
      .values(
        offices.flatMap((office) =>
          office.services.map(({ leikaKey, minutes }) => ({
            office_id: officeId(office),
            service_id: serviceId(leikaKey),
            minutes,
          })),
        ),
      )
      .onConflict((conflict) =>
        conflict.columns(['office_id', 'service_id']).doUpdateSet({ minutes: sql.ref('excluded.minutes') }),
      )
      .execute();
  });
}
