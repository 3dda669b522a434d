import type { Logger } from '../../platform/log.ts';
import { startDelivery } from '../kit/events/delivery.ts';
import type { Background, Surroundings } from '../kit/http/serve.ts';
import type { PaymentClient } from './clients/fee-demands.ts';
import { mountCallback } from './processing/accept-callback.ts';
import { startKeeper } from './processing/keeper.ts';
import type { PaymentServices } from './processing/services.ts';
import type { PaymentsDatabase } from './storage/database.ts';

/** A client with where it is told what became of its demands. */
export interface ToldClient extends PaymentClient {
  webhookUrl: string;
  /** Standard Webhooks; the first signs, further ones too while a secret is replaced. */
  webhookSecret: string | readonly string[];
}

export interface RunOptions {
  clients: readonly ToldClient[];
  /** Secret of the provider's callbacks. */
  callbackSecret: string;
  /** How often it is looked for what is due, milliseconds. */
  lookEveryMs?: number;
}

/** What payments does besides answering: it takes the provider's callbacks, looks after what is due, and tells the demanding services. */
export async function runPayments(
  services: PaymentServices,
  { app, db, log }: Surroundings<PaymentsDatabase>,
  options: RunOptions,
): Promise<Background> {
  const work = { db, services };
  await mountCallback(app, work, options.callbackSecret, log);
  const delivery = startDelivery({ db, log, destinations: options.clients.map(destinationOf) });
  const keeper = startKeeper(work, log, options.lookEveryMs === undefined ? {} : { everyMs: options.lookEveryMs });
  return { close: () => closeAll([keeper, delivery, services.provider], log) };
}

const destinationOf = ({ name, webhookUrl, webhookSecret }: ToldClient) => ({
  name,
  url: webhookUrl,
  secrets: typeof webhookSecret === 'string' ? [webhookSecret] : webhookSecret,
});

async function closeAll(parts: readonly { close(): Promise<void> }[], log: Logger): Promise<void> {
  for (const part of parts) await part.close().catch((err: unknown) => log.error({ err }, 'closing failed'));
}
