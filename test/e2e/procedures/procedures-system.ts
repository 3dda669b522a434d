import { randomUUID } from 'node:crypto';
import type { Entry } from '../../../specimens/kit/files.ts';
import { logIn } from '../../../subgraphs/identity/login/programmatic-login.ts';
import { specimenCitizens, type SpecimenCitizen } from '../../../subgraphs/kit/specimen/citizen.ts';
import { addDays, today } from '../../../subgraphs/kit/specimen/days.ts';
import type { SpecimenVehicle } from '../../../subgraphs/kit/specimen/vehicle.ts';
import { ProcedureApplicant, type Ask } from '../../testkit/procedures/applicant.ts';
import { journalOf, providerAt } from '../../testkit/procedures/outside.ts';
import { askGraphql } from '../../testkit/subgraph.ts';
import { eventually, startSystem, type TestSystem } from '../../testkit/system.ts';

type Level = 'NORMAL' | 'SUBSTANTIAL' | 'HIGH';

/** A running system, its citizens and clerks at the gateway, and the provider's paying page. */
export interface ProceduresSystem {
  system: TestSystem;
  citizen(key: string, level?: Level): Promise<CitizenAtGateway>;
  clerk(key: string): Promise<ClerkAtGateway>;
  /** What the authority printed for a procedure and sent by post: the codes of seals and of certificate I. */
  letter(procedureId: string): Promise<Record<string, string>>;
  provider: ReturnType<typeof providerAt>;
}

export async function startProceduresSystem(): Promise<ProceduresSystem> {
  const system = await startSystem();
  const port = /payment-provider (\d+)/.exec(system.output())?.[1] ?? '';
  const provider = providerAt(`http://127.0.0.1:${port}`);
  const loggedIn = async (who: string, level: Level): Promise<Ask> => {
    const { accessToken } = await logIn({ issuer: system.issuer, citizen: who, level });
    return (query, variables) =>
      askGraphql(`${system.gateway}/graphql`, { query, variables }, { authorization: `Bearer ${accessToken}` });
  };
  return {
    system,
    provider,
    citizen: async (key, level = 'HIGH') => new CitizenAtGateway(await loggedIn(key, level), provider),
    letter: (id) => letterOf(system, id),
    clerk: async (key) => new ClerkAtGateway(await loggedIn(key, 'SUBSTANTIAL')),
  };
}

async function letterOf({ data }: TestSystem, procedureId: string): Promise<Record<string, string>> {
  const entries = (
    await Promise.all(['back-office-rest', 'back-office-soap'].map((name) => journalOf<Entry<unknown>>(data, name)))
  ).flat();
  const letter = entries.findLast(({ id, unterlagen }) => id === procedureId && unterlagen)?.unterlagen;
  if (!letter) throw new Error(`No papers were printed for ${procedureId}.`);
  const { siegelVorn = '', siegelHinten = '', zb1 = '' } = letter;
  return { sealCodeFront: siegelVorn, sealCodeRear: siegelHinten, certificateOneCode: zb1 };
}

const citizens = specimenCitizens({ count: 12, day: today() });

/** A specimen citizen, and the first of their vehicles that is on the road and inspected. */
export function specimen(key: string): { citizen: SpecimenCitizen; vehicle: SpecimenVehicle; plate: string } {
  const citizen = citizens.find((one) => one.key === key);
  const soon = addDays(today(), 2);
  const vehicle = citizen?.vehicles.find((one) => one.deregisteredOn === null && one.inspectionDueOn > soon);
  if (!citizen || !vehicle) throw new Error(`The specimen citizen ${key} has no vehicle for this test.`);
  const { district, letters, number, suffix } = vehicle.plate;
  return { citizen, vehicle, plate: `${district} ${letters} ${number}${suffix ?? ''}` };
}

export const nextYear = () => addDays(today(), 365);

/** A citizen with a browser, as far as procedures go. */
export class CitizenAtGateway extends ProcedureApplicant {
  readonly ask: Ask;
  readonly #provider: ReturnType<typeof providerAt>;

  constructor(ask: Ask, provider: ReturnType<typeof providerAt>) {
    super(ask);
    this.ask = ask;
    this.#provider = provider;
  }

  /** A SEPA mandate for the vehicle tax. @returns its reference */
  async taxMandate(holder: string): Promise<string> {
    const { data } = await this.ask(
      'mutation ($input: CreateSepaMandateInput!) { createSepaMandate(input: $input) { mandate { reference } problems { code } } }',
      {
        input: {
          iban: 'DE02120300000000202051',
          accountHolder: holder,
          hasConsented: true,
          idempotencyKey: randomUUID(),
        },
      },
    );
    return data.createSepaMandate.mandate.reference;
  }

  /** Applies, submits, pays on the provider's page, and waits until it is decided or with a clerk. @returns its id */
  async bring(kind: string, vehicleId: string | null, given: Record<string, unknown>, to: string): Promise<string> {
    const { value: begun } = problemless('start', await this.start(kind, vehicleId, randomUUID()));
    const id = begun?.id ?? '';
    problemless('save', await this.save(id, given));
    problemless('check', await this.check(id));
    problemless('submit', await this.submit(id, randomUUID()));
    await this.payFor(id);
    await this.reaches(id, to);
    return id;
  }

  async payFor(id: string): Promise<void> {
    const demand = (await this.find(id))?.feeDemand ?? '';
    const { value: payment } = problemless('pay', await this.pay(demand, randomUUID()));
    await this.#provider.pay(payment?.id ?? '', 'success');
  }

  async reaches(id: string, state: string): Promise<void> {
    await eventually(`${id} to be ${state}`, async () => (await this.find(id))?.state === state, 45_000);
  }

  /** The authority told the codes of the new papers. */
  async hasPapers(id: string): Promise<void> {
    const isOut = async () =>
      (await this.see(id)).history.some(({ event }: { event: string }) => event === 'PAPERS_ISSUED');
    await eventually(`the papers of ${id}`, isOut, 45_000);
  }

  /** Everything about a procedure that the tests look at. */
  async see(id: string) {
    const { data, errors } = await this.ask(
      `query ($id: ID!) { procedure(id: $id) { state kind isAutomatic service { title } authority { name ags }
        fee { total { amount } lines { number amount { amount } } } history { event state actor }
        decision { outcome isAutomatic reasons plate retrievedAt effectiveOn } vehicle { id plate status } } }`,
      { id },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.procedure;
  }

  /** The payment of a procedure, as the citizen's list of payments has it. */
  async newestPayment() {
    const { data, errors } = await this.ask(
      '{ me { payments(first: 1) { nodes { status amount { amount } authority { name ags } } } } }',
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.me.payments.nodes[0];
  }

  /** What is to be paid for all vehicles; payments has no account of those that were only just taken over. */
  async openFees(): Promise<{ id: string; amount: { amount: number } }[]> {
    const { data, errors } = await this.ask(
      '{ me { vehicles(first: 20) { nodes { openFees { id amount { amount } } } } } }',
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.me.vehicles.nodes.flatMap(({ openFees }: { openFees: unknown[] | null }) => openFees ?? []);
  }

  /** Pays an open fee on the provider's page. */
  async payFee(feeId: string): Promise<void> {
    const { data } = await this.ask(
      'mutation ($input: PayFeeInput!) { payFee(input: $input) { payment { id } problems { code field } } }',
      { input: { feeId, idempotencyKey: randomUUID() } },
    );
    const { payment } = problemless('pay the fee', data.payFee);
    await this.#provider.pay(payment.id, 'success');
  }

  async vehicles(): Promise<{ id: string; plate: string; status: string }[]> {
    const { data, errors } = await this.ask('{ me { vehicles(first: 20) { nodes { id plate status } } } }');
    if (errors) throw new Error(JSON.stringify(errors));
    return data.me.vehicles.nodes;
  }
}

/** A clerk at the queue of the authority. */
export class ClerkAtGateway {
  readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  /** Ids of what is with the clerks of the authority. */
  async queue(): Promise<string[]> {
    const { data, errors } = await this.ask(
      '{ authorityProcedures(first: 50, filter: { states: [WITH_CLERK] }) { nodes { id } } }',
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.authorityProcedures.nodes.map(({ id }: { id: string }) => id);
  }

  async decide(procedureId: string, decision: 'APPROVE' | 'REJECT', reasons: string[] = []) {
    const { data, errors } = await this.ask(
      'mutation ($input: DecideProcedureInput!) { decideProcedure(input: $input) { procedure { id state } problems { code } } }',
      { input: { procedureId, decision, reasons } },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.decideProcedure as { procedure: { id: string; state: string } | null; problems: { code: string }[] };
  }
}

function problemless<Payload extends { problems: { code: string; field: string[] | null }[] }>(
  what: string,
  payload: Payload,
): Payload {
  if (payload.problems.length > 0) throw new Error(`${what}: ${JSON.stringify(payload.problems)}`);
  return payload;
}
