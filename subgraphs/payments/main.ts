import 'reflect-metadata';
import { runProcess } from '../../platform/run-process.ts';
import { serve } from '../kit/http/serve.ts';
import { createDemandReader } from './clients/fee-demands.ts';
import { openXBezahldienste } from './clients/xbezahldienste.ts';
import { readPaymentsConfig } from './config.ts';
import { runPayments } from './run.ts';
import { MandateSeal } from './storage/mandate-seal.ts';
import { createPayments } from './subgraph.ts';

runProcess(() => {
  const config = readPaymentsConfig();
  const clients = config.PAYMENT_CLIENTS;
  const services = {
    clock: () => new Date(),
    provider: openXBezahldienste({ url: config.PROVIDER_URL, key: config.PROVIDER_KEY }),
    readDemand: createDemandReader(clients),
    returnUrl: config.RETURN_URL,
    returnOrigins: config.RETURN_ORIGINS,
    payees: config.PAYEES,
    mandateSeal: new MandateSeal(config.MANDATE_KEYS),
  };
  const options = { clients, callbackSecret: config.PROVIDER_SECRET };
  return serve(createPayments(services), config, {
    start: (surroundings) => runPayments(services, surroundings, options),
  });
});
