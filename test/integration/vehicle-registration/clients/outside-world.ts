import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createLogger } from '../../../../platform/log.ts';
import { startRestBackOffice } from '../../../../specimens/back-office-rest/back-office-rest.ts';
import { startSoapBackOffice } from '../../../../specimens/back-office-soap/back-office-soap.ts';
import { startCustoms } from '../../../../specimens/customs/customs.ts';
import { startFederalRegister } from '../../../../specimens/federal-register/federal-register.ts';
import { startInsurers } from '../../../../specimens/insurers/insurers.ts';
import type { OutsideConfig } from '../../../../subgraphs/vehicle-registration/clients/outside-config.ts';
import { openOutsideSystems } from '../../../../subgraphs/vehicle-registration/clients/outside-systems.ts';
import type { Application } from '../../../../subgraphs/vehicle-registration/domain/ports.ts';

export const apiKey = 'key-of-the-specimens';
/** Whose back office speaks what here. */
export const restAuthority = '14713000';
export const soapAuthority = '03357';

/** All specimen systems of vehicle registration, on free ports, and the configuration that leads to them. */
export async function startOutsideWorld() {
  const options = { port: 0, apiKey };
  const [register, insurers, customs, rest, soap] = await Promise.all([
    startFederalRegister(options),
    startInsurers(options),
    startCustoms(options),
    startRestBackOffice(options),
    startSoapBackOffice(options),
  ]);
  const config: OutsideConfig = {
    REGISTER_URL: register.url,
    REGISTER_SECRET: apiKey,
    INSURERS_URL: insurers.url,
    INSURERS_SECRET: apiKey,
    CUSTOMS_URL: customs.url,
    CUSTOMS_SECRET: apiKey,
    BACK_OFFICES: [
      { authority: restAuthority, kind: 'rest', url: rest.url, secret: apiKey },
      { authority: soapAuthority, kind: 'soap', url: soap.url, secret: apiKey },
    ],
  };
  const running = { register, insurers, customs, rest, soap };
  return {
    ...running,
    config,
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(running).map((each) => each.close()));
    },
  };
}

const quiet = createLogger({ process: 'test', level: 'silent' });

/** The adapters of a configuration, closed with the block. */
export function adaptersOf(config: OutsideConfig, log = quiet) {
  const systems = openOutsideSystems(config, log);
  return { ...systems, [Symbol.asyncDispose]: () => systems.close() };
}

/** What a specimen system has on file. */
export async function listOf(url: string, path: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${apiKey}` } });
  const [list] = Object.values((await response.json()) as Record<string, Record<string, unknown>[]>);
  return list ?? [];
}

/** A server of this test's own, which answers as it is told. */
export async function serverThat(answer: RequestListener) {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A configuration in which every system is at one address. */
export function allAt(url: string): OutsideConfig {
  const at = { REGISTER_URL: url, INSURERS_URL: url, CUSTOMS_URL: url };
  return {
    ...at,
    REGISTER_SECRET: apiKey,
    INSURERS_SECRET: apiKey,
    CUSTOMS_SECRET: apiKey,
    BACK_OFFICES: [
      { authority: restAuthority, kind: 'rest', url, secret: apiKey },
      { authority: soapAuthority, kind: 'soap', url, secret: apiKey },
    ],
  };
}

export function application(id: string, authority: string, changes: Partial<Application> = {}): Application {
  return {
    id,
    kind: 'DE_REGISTRATION',
    authority,
    submittedAt: new Date('2026-11-20T10:00:00Z'),
    isAutomatic: true,
    vehicle: { vin: 'WXXZZZ00Z00000001', plate: 'L AB 123' },
    particulars: { residence: '14713000', keepsPlate: 'true' },
    payment: { reference: 'KZ-1', amountCents: 570 },
    ...changes,
  };
}
