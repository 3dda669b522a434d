import type { Logger } from '../../../platform/log.ts';
import type { Jobs, QueuePlan, SendJob } from '../../kit/events/jobs.ts';
import { deliverProcedure, DeliveryDelayed, type Delivering } from './deliver-procedure.ts';

/**
 * Deliveries of one procedure run one at a time, in order. One that waits for a closed system is tried again after 5 seconds, then 10, and
 * at last every five minutes, for about two days.
 */
export const deliveryQueue: QueuePlan = {
  name: 'delivery',
  ordered: true,
  retryDelay: 5,
  retryDelayMax: 300,
  retryLimit: 600,
  expireInSeconds: 60,
};

interface Delivery {
  procedureId: string;
}

/** Has a procedure delivered; with a transaction, when that is committed and not otherwise. */
export async function requestDelivery(jobs: Jobs, procedureId: string, trx?: SendJob['trx']): Promise<void> {
  await jobs.send(deliveryQueue.name, { procedureId } satisfies Delivery, {
    key: procedureId,
    ...(trx ? { trx } : {}),
  });
}

/** Works on deliveries until the jobs are closed. One that was tried often enough is parked for an operator, so that the queue stays clear. */
export async function workOnDeliveries(jobs: Jobs, delivering: Delivering, log: Logger): Promise<void> {
  await jobs.work<Delivery>(deliveryQueue.name, async ({ data: { procedureId }, isLast }) => {
    try {
      const refusal = await deliverProcedure(procedureId, delivering);
      if (refusal) log.warn({ procedureId, ...refusal }, 'a delivery is parked and waits for an operator');
    } catch (error) {
      if (!isLast) throw error;
      const detail = error instanceof DeliveryDelayed ? 'UNAVAILABLE' : 'FAILED';
      log.error({ err: error, procedureId }, 'a delivery was given up and waits for an operator');
      await delivering.procedures.park(procedureId, 'GIVEN_UP', detail);
    }
  });
}
