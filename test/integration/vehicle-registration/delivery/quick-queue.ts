import { deliveryQueue } from '../../../../subgraphs/vehicle-registration/delivery/delivery-jobs.ts';

/** The queue as it is, tried again each second: what waits an hour outside waits seconds here. */
export const quickQueue = { ...deliveryQueue, retryDelay: 1, retryDelayMax: 1 };
