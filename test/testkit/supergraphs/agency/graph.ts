import type { FederatedGraph } from '../federated-graph.ts';
import { appointments } from './appointments.ts';
import { directory } from './directory.ts';
import { identity } from './identity.ts';
import { payments } from './payments.ts';
import { vehicleRegistration } from './vehicle-registration.ts';

/** Five services of an administration; every field has one source, so that any of them may fail. */
export const agency: FederatedGraph = {
  name: 'agency',
  subgraphs: [identity, appointments, vehicleRegistration, payments, directory],
  ids: ['c1', 'c2', 'c3', 'c4', 'v1', 'v3', 'p1', 'p3', 'y1', 'y2', 'o1', 'nobody'],
  failable: ['identity', 'appointments', 'vehicle-registration', 'payments', 'directory'],
  forgetful: ['identity', 'appointments', 'vehicle-registration', 'payments', 'directory'],
};
