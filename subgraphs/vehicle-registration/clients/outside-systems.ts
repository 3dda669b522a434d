import type { Logger } from '../../../platform/log.ts';
import type {
  BackOffice,
  FindBackOffice,
  InsuranceConfirmation,
  TaxArrears,
  VehicleRegister,
} from '../domain/ports.ts';
import { openCustoms } from './customs.ts';
import { openFederalRegister } from './federal-register.ts';
import { openInsurers } from './insurers.ts';
import type { BackOfficeConfig, OutsideConfig } from './outside-config.ts';
import { OutsideConnection } from './outside-connection.ts';
import { openRestBackOffice } from './rest-back-office.ts';
import { openSoapBackOffice } from './soap/soap-back-office.ts';
import { spareWhenDown } from './spare-when-down.ts';

/** The systems outside, each behind its port. */
export interface OutsideSystems {
  register: VehicleRegister;
  insurers: InsuranceConfirmation;
  customs: TaxArrears;
  backOfficeOf: FindBackOffice;
  close(): Promise<void>;
}

/** A back office may take its time: nobody waits in front of a screen. */
const backOfficeTimeoutMs = 10_000;

const adapters: Record<BackOfficeConfig['kind'], (connection: OutsideConnection) => BackOffice> = {
  rest: openRestBackOffice,
  soap: openSoapBackOffice,
};

/** Opens the adapters that the configuration names. Nothing is asked yet: a system that is down at start does not stop the service. */
export function openOutsideSystems(config: OutsideConfig, log: Logger): OutsideSystems {
  const connections: OutsideConnection[] = [];
  const connect = (name: string, url: string, secret: string, timeoutMs?: number) => {
    const connection = new OutsideConnection({ name, url, secret, log, ...(timeoutMs ? { timeoutMs } : {}) });
    connections.push(connection);
    return connection;
  };
  const backOffices = new Map(
    config.BACK_OFFICES.map(({ authority, kind, url, secret }) => [
      authority,
      spareWhenDown(adapters[kind](connect(`back office ${authority}`, url, secret, backOfficeTimeoutMs))),
    ]),
  );
  return {
    register: openFederalRegister(connect('register', config.REGISTER_URL, config.REGISTER_SECRET)),
    insurers: openInsurers(connect('insurers', config.INSURERS_URL, config.INSURERS_SECRET)),
    customs: openCustoms(connect('customs', config.CUSTOMS_URL, config.CUSTOMS_SECRET)),
    backOfficeOf: (authority) => backOffices.get(authority),
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}
