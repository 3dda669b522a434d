import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Insertable, Kysely } from 'kysely';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { Webhook } from 'standardwebhooks';
import { createLogger } from '../../../../platform/log.ts';
import { startSubgraph } from '../../../../subgraphs/kit/http/serve.ts';
import { specimenCodes } from '../../../../subgraphs/kit/specimen/codes.ts';
import { codeDigests } from '../../../../subgraphs/vehicle-registration/domain/procedures/security-code.ts';
import { assemble } from '../../../../subgraphs/vehicle-registration/run.ts';
import type {
  VehicleRegistrationDatabase,
  VehicleTable,
} from '../../../../subgraphs/vehicle-registration/storage/database.ts';
import { writeVehicleCodes } from '../../../../subgraphs/vehicle-registration/storage/vehicle-codes.ts';
import { assertionKeys, type AssertionClaims } from '../../../testkit/assertions.ts';
import { testDatabase } from '../../../testkit/postgres.ts';
import { askGraphql } from '../../../testkit/subgraph.ts';
import { startOutsideWorld } from '../clients/outside-world.ts';
import { openVehicleDatabase, vehicleRow } from '../vehicle-rows.ts';

export type Person = Omit<AssertionClaims, 'aud'>;

/** A citizen who may read and write, at a level. */
export const person = (name: string, acr: Person['acr'] = 'HIGH'): Person => ({
  sub: `sector-${name}`,
  cid: `handle-${name}`,
  scope: 'vehicles:read vehicles:write',
  acr: acr ?? 'HIGH',
});

export const minute = 60_000;
export const day = 1_440 * minute;

async function demandKeys(): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const file = join(await mkdtemp(join(tmpdir(), 'amtgraph-keys-')), 'demands.json');
  await writeFile(file, JSON.stringify({ keys: [await exportJWK(privateKey)] }));
  return pathToFileURL(file).href;
}

/** Vehicle registration with everything around it: the specimen systems, a queue, a clock that a test can set, and a hand that plays payments. */
export async function openRegistrationOffice(start = new Date('2026-03-02T10:00:00Z')) {
  const [database, keys, world] = await Promise.all([
    testDatabase('vehicle-registration'),
    assertionKeys(),
    startOutsideWorld(),
  ]);
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const pepper = randomBytes(32).toString('base64url');
  const log = createLogger({ process: 'test', level: 'silent' });
  const clock = { now: start };
  const config = {
    NODE_ENV: 'test' as const,
    LOG_LEVEL: 'silent' as const,
    PORT: 0,
    HOST: '127.0.0.1',
    DATABASE_URL: database.url,
    ASSERTION_ISSUER: 'amtgraph-gateway',
    ASSERTION_JWKS: keys.jwksUrl,
    ...world.config,
    CODE_PEPPER: pepper,
    FEE_DEMAND_KEYS: await demandKeys(),
    PAYMENT_EVENTS_SECRETS: [secret],
  };
  const { subgraph, start: begin } = await assemble(config, log, () => clock.now);
  const running = await startSubgraph(subgraph, config, { start: begin });
  const db: Kysely<VehicleRegistrationDatabase> = openVehicleDatabase(database.url);
  const jwks = createRemoteJWKSet(new URL(`${running.url}/.well-known/jwks.json`));

  async function ask(caller: Person, query: string, variables: Record<string, unknown> = {}, language = 'en') {
    const assertion = await keys.sign({ ...caller, aud: 'vehicle-registration' });
    return askGraphql(
      `${running.url}/graphql`,
      { query, variables },
      { 'x-amtgraph-caller': assertion, 'accept-language': language },
    );
  }

  /** What payments sends. */
  async function sendEvent(type: string, data: Record<string, unknown>, id: string = randomUUID()): Promise<number> {
    const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
    const at = new Date();
    const response = await fetch(`${running.url}/events/payments`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
      body,
    });
    return response.status;
  }

  /** The claims of a fee demand, verified as payments does. */
  async function readDemand(demand: string) {
    const { payload, protectedHeader } = await jwtVerify(demand, jwks, {
      issuer: 'vehicle-registration',
      audience: 'payments',
      typ: 'amtgraph-fee-demand+jwt',
      currentDate: clock.now,
    });
    return { ...payload, alg: protectedHeader.alg } as {
      jti: string;
      sub: string;
      authority: string;
      exp: number;
      alg: string;
      lines: { number: string | null; cents: number }[];
    };
  }

  return {
    db,
    clock,
    world,
    url: running.url,
    ask,
    sendEvent,
    readDemand,
    travel(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    /** A vehicle with its codes. */
    async addVehicle(number: number, changed: Partial<Insertable<VehicleTable>> = {}) {
      const row = vehicleRow(number, changed);
      await db.insertInto('vehicle').values(row).execute();
      const codes = specimenCodes(row.vin);
      await writeVehicleCodes(db, codeDigests(pepper), [{ id: row.id, codes }]);
      return {
        ...row,
        codes,
        plate: `${row.plate_district} ${row.plate_letters} ${row.plate_number}${row.plate_suffix ?? ''}`,
      };
    },
    async [Symbol.asyncDispose]() {
      await running.close();
      await db.destroy();
      await world[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

export type RegistrationOffice = Awaited<ReturnType<typeof openRegistrationOffice>>;
