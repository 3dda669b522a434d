import { connectDatabase } from '../../../../platform/database/connect.ts';
import { createLogger } from '../../../../platform/log.ts';
import { startJobs } from '../../../../subgraphs/kit/events/jobs.ts';
import type { OutsideConfig } from '../../../../subgraphs/vehicle-registration/clients/outside-config.ts';
import { openOutsideSystems } from '../../../../subgraphs/vehicle-registration/clients/outside-systems.ts';
import { workOnDeliveries } from '../../../../subgraphs/vehicle-registration/delivery/delivery-jobs.ts';
import { codeDigests } from '../../../../subgraphs/vehicle-registration/domain/procedures/security-code.ts';
import type { VehicleRegistrationDatabase } from '../../../../subgraphs/vehicle-registration/storage/database.ts';
import { openSubmittedProcedures } from '../../../../subgraphs/vehicle-registration/storage/submitted-procedures.ts';
import { quickQueue } from './quick-queue.ts';

/** Works on deliveries as a process of its own, which a test can kill. Its only argument: `{ url, config }` as JSON. */
const { url, config } = JSON.parse(process.argv[2] ?? '{}') as { url: string; config: OutsideConfig };
const log = createLogger({ process: 'delivery', level: 'silent' });
const db = connectDatabase<VehicleRegistrationDatabase>({
  url,
  schema: 'vehicle_registration',
  applicationName: 'delivery',
});
const { register, backOfficeOf } = openOutsideSystems(config, log);
const jobs = await startJobs({ name: 'vehicle-registration', url, log, queues: [quickQueue] });
const procedures = openSubmittedProcedures(db, () => new Date(), codeDigests('pepper of this test'));
await workOnDeliveries(jobs, { procedures, register, backOfficeOf }, log);
process.send?.('working');
