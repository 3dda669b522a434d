import type { Kysely } from 'kysely';
import { mountInbox } from '../kit/events/inbox.ts';
import { startJobs, type Jobs } from '../kit/events/jobs.ts';
import type { Background, ServeOptions, Surroundings } from '../kit/http/serve.ts';
import type { Subgraph } from '../kit/subgraph.ts';
import { subgraphError } from '../kit/errors.ts';
import { openFeeDemandKeys } from './clients/fee-demand-keys.ts';
import type { OutsideConfig } from './clients/outside-config.ts';
import { openOutsideSystems, type OutsideSystems } from './clients/outside-systems.ts';
import type { VehicleRegistrationConfig } from './config.ts';
import { deliveryQueue, requestDelivery, workOnDeliveries } from './delivery/delivery-jobs.ts';
import { codeDigests } from './domain/procedures/security-code.ts';
import type { Logger } from '../../platform/log.ts';
import type { VehicleRegistrationDatabase } from './storage/database.ts';
import type { Parts } from './storage/parts.ts';
import { recordPayment } from './storage/procedures/record-payment.ts';
import { runClocks } from './storage/procedures/run-clocks.ts';
import type { VehicleStore } from './storage/store.ts';
import { openSubmittedProcedures } from './storage/submitted-procedures.ts';
import { createVehicleRegistration } from './subgraph.ts';

/** What of the configuration the parts need. */
export type RunConfig = OutsideConfig &
  Pick<VehicleRegistrationConfig, 'DATABASE_URL' | 'CODE_PEPPER' | 'FEE_DEMAND_KEYS' | 'PAYMENT_EVENTS_SECRETS'>;

export interface Running {
  subgraph: Subgraph<VehicleRegistrationDatabase, VehicleStore>;
  /** What it does besides answering, for the server. */
  start: NonNullable<ServeOptions<VehicleRegistrationDatabase>['start']>;
}

/** Puts vehicle registration together with its parts: systems outside, keys, queue. @param clock another one in tests, which travel in time */
export async function assemble(config: RunConfig, log: Logger, clock: () => Date = () => new Date()): Promise<Running> {
  const keys = await openFeeDemandKeys(config.FEE_DEMAND_KEYS);
  const outside = openOutsideSystems(config, log);
  let jobs: Jobs | undefined;
  const parts: Parts = {
    clock,
    codes: codeDigests(config.CODE_PEPPER),
    register: outside.register,
    insurers: outside.insurers,
    customs: outside.customs,
    signDemand: (demand) => keys.sign(demand),
    deliver: async (work, procedureId) => {
      if (!jobs) throw subgraphError('SERVICE_UNAVAILABLE', 'The service is starting. Try again in a moment.');
      await requestDelivery(jobs, procedureId, work);
    },
  };
  return {
    subgraph: createVehicleRegistration(parts),
    async start(surroundings) {
      surroundings.app.get('/.well-known/jwks.json', () => keys.publicKeys);
      jobs = await startBackground(surroundings, parts, config);
      await workOnDeliveries(
        jobs,
        {
          procedures: openSubmittedProcedures(surroundings.db, clock, parts.codes),
          register: outside.register,
          backOfficeOf: outside.backOfficeOf,
        },
        surroundings.log,
      );
      return closing(jobs, outside);
    },
  };
}

async function startBackground(
  { app, db, log }: Surroundings<VehicleRegistrationDatabase>,
  parts: Parts,
  { DATABASE_URL, PAYMENT_EVENTS_SECRETS }: RunConfig,
): Promise<Jobs> {
  await mountInbox(app, {
    path: '/events/payments',
    source: 'payments',
    secrets: PAYMENT_EVENTS_SECRETS,
    db,
    log,
    handle: (work, event) => recordPayment(work, event, parts, parts.clock()),
  });
  return startJobs({
    name: 'vehicle-registration',
    url: DATABASE_URL,
    log,
    queues: [deliveryQueue],
    schedules: [
      {
        name: 'clocks',
        cron: '* * * * *',
        work: () => strike(db, log, parts),
      },
    ],
  });
}

async function strike(db: Kysely<VehicleRegistrationDatabase>, log: Logger, parts: Parts): Promise<void> {
  const run = await runClocks(db, parts.clock(), parts);
  if (Object.values(run).some((count) => count > 0)) log.info(run, 'the clocks struck');
}

const closing = (jobs: Jobs, outside: OutsideSystems): Background => ({
  async close() {
    await jobs.close();
    await outside.close();
  },
});
