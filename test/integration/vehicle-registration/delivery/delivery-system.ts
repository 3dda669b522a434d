import { v7 } from 'uuid';
import type { Kysely } from 'kysely';
import { migrate } from '../../../../platform/database/migrate.ts';
import { createLogger } from '../../../../platform/log.ts';
import { startJobs, type Jobs, type QueuePlan } from '../../../../subgraphs/kit/events/jobs.ts';
import type { OutsideConfig } from '../../../../subgraphs/vehicle-registration/clients/outside-config.ts';
import {
  requestDelivery,
  workOnDeliveries,
} from '../../../../subgraphs/vehicle-registration/delivery/delivery-jobs.ts';
import type { ProcedureKind } from '../../../../subgraphs/vehicle-registration/domain/procedure-kind.ts';
import { codeDigests } from '../../../../subgraphs/vehicle-registration/domain/procedures/security-code.ts';
import type { VehicleRegistrationDatabase } from '../../../../subgraphs/vehicle-registration/storage/database.ts';
import { migrations } from '../../../../subgraphs/vehicle-registration/storage/migrations/index.ts';
import { writePlateDistricts } from '../../../../subgraphs/vehicle-registration/storage/plate-districts.ts';
import { openSubmittedProcedures } from '../../../../subgraphs/vehicle-registration/storage/submitted-procedures.ts';
import { testDatabase } from '../../../testkit/postgres.ts';
import { eventually } from '../../../testkit/system.ts';
import { adaptersOf, restAuthority } from '../clients/outside-world.ts';
import { openVehicleDatabase, vehicleRow } from '../vehicle-rows.ts';
import { quickQueue } from './quick-queue.ts';

const log = createLogger({ process: 'test', level: 'silent' });

export interface Submission {
  kind?: ProcedureKind;
  route?: 'AUTOMATIC' | 'CLERK';
  authority?: string;
  vin?: string;
  /** What was given as residence; the authority's area unless told. */
  residence?: string;
  at?: Date;
}

/** The database of vehicle registration with its queue, and procedures as they are when their fee has been paid. */
export async function openDeliveries(queue: QueuePlan = quickQueue) {
  const database = await testDatabase('vehicle-registration');
  const db = openVehicleDatabase(database.url);
  await migrate(db, 'vehicle_registration', migrations);
  await writePlateDistricts(db);
  const jobs = await startJobs({ name: 'vehicle-registration', url: database.url, log, queues: [queue] });
  let number = 0;

  return {
    url: database.url,
    db,
    jobs,
    /** A vehicle and a procedure about it, submitted: both and the wish to have it delivered in one transaction. */
    async submit(submission: Submission = {}): Promise<string> {
      const vehicle = vehicleRow((number += 1), submission.vin ? { vin: submission.vin } : {});
      await db.insertInto('vehicle').values(vehicle).execute();
      return insertProcedure(db, jobs, vehicle.id, submission);
    },
    /** Works on deliveries in this process, until the jobs are closed. */
    async work(config: OutsideConfig, clock = () => new Date()) {
      const adapters = adaptersOf(config);
      const procedures = openSubmittedProcedures(db, clock, codeDigests('pepper of this test'));
      await workOnDeliveries(
        jobs,
        { procedures, register: adapters.register, backOfficeOf: adapters.backOfficeOf },
        log,
      );
      return adapters;
    },
    stateOf: async (id: string) =>
      (await db.selectFrom('procedure').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state,
    parked: () => db.selectFrom('parked_delivery').selectAll().execute(),
    /** Waits until nothing is left to deliver. */
    allTold: (ids: readonly string[], patienceMs = 60_000) =>
      eventually(
        'the end of all deliveries',
        async () => {
          const { open } = await db
            .selectFrom('procedure')
            .select(({ fn }) => fn.countAll<number>().as('open'))
            .where('id', 'in', ids)
            .where('told_at', 'is', null)
            .where('state', '!=', 'WITH_CLERK')
            .executeTakeFirstOrThrow();
          return open === 0;
        },
        patienceMs,
      ),
    async [Symbol.asyncDispose]() {
      await jobs.close();
      await db.destroy();
      await database.drop();
    },
  };
}

async function insertProcedure(
  db: Kysely<VehicleRegistrationDatabase>,
  jobs: Jobs,
  vehicleId: string,
  submission: Submission,
): Promise<string> {
  const { kind = 'DE_REGISTRATION', route = 'AUTOMATIC', authority = restAuthority, at = new Date() } = submission;
  const id = v7();
  await db.transaction().execute(async (work) => {
    await work
      .insertInto('procedure')
      .values({
        id,
        citizen: 'sector-somebody',
        kind,
        state: 'SUBMITTED',
        vehicle_id: vehicleId,
        is_keeper: true,
        authority,
        route,
        inputs: JSON.stringify({ residence: submission.residence ?? authority }),
        certificate_two_verdict: null,
        created_at: at,
        touched_at: at,
        submitted_at: at,
        ended_at: null,
        demand_id: v7(),
        fee_lines: '[]',
        fee_cents: 570,
        payable_until: at,
        paid_at: at,
        payment_id: `payment-of-${id}`,
        payment_reference: 'KZ-1',
        back_office_reference: null,
        told_at: null,
        occupies_vehicle: true,
      })
      .execute();
    await requestDelivery(jobs, id, work);
  });
  return id;
}
