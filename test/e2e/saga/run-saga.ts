import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { logIn } from '../../../subgraphs/identity/login/programmatic-login.ts';
import type { SpecimenCitizen } from '../../../subgraphs/kit/specimen/citizen.ts';
import { specimenCodes } from '../../../subgraphs/kit/specimen/codes.ts';
import type { Random } from '../../../subgraphs/kit/specimen/random.ts';
import type { SpecimenVehicle } from '../../../subgraphs/kit/specimen/vehicle.ts';
import { AskingFailed, ProcedureApplicant, type PayloadOf } from '../../testkit/procedures/applicant.ts';
import { askGraphql } from '../../testkit/subgraph.ts';
import { victims, type SagaSystem, type Victim } from './saga-system.ts';

/** The steps of a citizen, at each of which somebody can be killed. */
const steps = ['log in', 'start', 'save', 'check', 'submit', 'demand', 'create payment', 'pay', 'wait'] as const;
type Step = (typeof steps)[number];

export interface Kill {
  step: Step;
  victim: Victim;
  /** Milliseconds after the step began. */
  after: number;
}

/** One citizen's way, drawn beforehand, so that a run can be told by its number. */
export interface SagaPlan {
  number: number;
  citizen: SpecimenCitizen;
  /** The citizen's own, to be de-registered (automatic); null: a first registration (a clerk's). */
  vehicle: SpecimenVehicle | null;
  /** Whether the first payment is declined. */
  isDeclinedFirst: boolean;
  kills: Kill[];
}

export interface SagaEnd {
  number: number;
  procedureId: string;
  state: string;
  /** Codes of errors that the citizen saw and tried again after. */
  seen: string[];
  ms: number;
}

export function drawSaga(
  number: number,
  random: Random,
  citizen: SpecimenCitizen,
  vehicle: SpecimenVehicle | null,
): SagaPlan {
  const kill = (): Kill => ({ step: random.pick(steps), victim: random.pick(victims), after: random.between(0, 400) });
  return {
    number,
    citizen,
    vehicle,
    isDeclinedFirst: random.chance(0.2),
    kills: [kill(), ...(random.chance(0.4) ? [kill()] : [])],
  };
}

const patienceMs = 300_000;

/** What passes: somebody was killed just then, or something is on its way. Everything else is wrong. */
const passing = new Set([
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'CHECK_UNAVAILABLE',
  'PROVIDER_UNAVAILABLE',
  'DEMAND_NOT_CHECKED',
  'DEMAND_IN_PAYMENT',
  'no answer',
]);

const told = ({ number, kills }: SagaPlan, at: Step) => `run ${number} (${JSON.stringify(kills)}) at '${at}'`;

/** `A 3, B 1` */
export function countOf(codes: readonly string[]): string {
  const groups = Map.groupBy(codes, (code) => code);
  return [...groups].map(([code, all]) => `${code} ${all.length}`).join(', ');
}

/** Goes one citizen's way to its end: what fails because somebody was killed is tried again, as people do. @throws when it does not come to an end */
export async function runSaga({ system, provider, kill }: SagaSystem, plan: SagaPlan): Promise<SagaEnd> {
  const started = Date.now();
  const seen: string[] = [];
  const { citizen, vehicle, kills } = plan;
  let at: Step = 'log in';
  const step = async <Value>(name: Step, act: () => Promise<Value | undefined>): Promise<Value> => {
    at = name;
    for (const each of kills.filter((one) => one.step === name))
      void setTimeout(each.after).then(() => kill(each.victim));
    for (;;) {
      const value = await act().catch((error: unknown) => {
        const codes = codesOf(error);
        seen.push(...codes);
        if (codes.some((code) => !passing.has(code)))
          throw new Error(`${told(plan, at)} ended at: ${countOf(seen)}`, { cause: error });
        return undefined;
      });
      if (value !== undefined) return value;
      if (Date.now() - started > patienceMs) throw new Error(`${told(plan, at)} goes no further: ${countOf(seen)}`);
      await setTimeout(250);
    }
  };
  const { accessToken } = await step('log in', () =>
    logIn({ issuer: system.issuer, citizen: citizen.key, level: 'HIGH' }),
  );
  const applicant = new ProcedureApplicant((query, variables) =>
    askGraphql(`${system.gateway}/graphql`, { query, variables }, { authorization: `Bearer ${accessToken}` }),
  );
  const key = randomUUID();
  const { kind, vehicleId, given } = applicationOf(plan);
  const { id } = await step('start', async () => whole(await applicant.start(kind, vehicleId, key)));
  await step('save', async () => whole(await applicant.save(id, given)));
  await step('check', async () => inState(whole(await applicant.check(id)), 'CHECKED'));
  await step('submit', async () => whole(await applicant.submit(id, `${key}-submit`)));

  const demand = () => step('demand', async () => (await applicant.find(id))?.feeDemand ?? undefined);
  const payment = async (attempt: number) => {
    const token = await demand();
    return step('create payment', async () => {
      const payment = whole(await applicant.pay(token, `${key}-pay-${attempt}`));
      return payment?.payUrl ? payment : undefined;
    });
  };
  const choose = (paymentId: string, choice: 'success' | 'decline') =>
    step('pay', () => provider.pay(paymentId, choice).then(() => true));
  if (plan.isDeclinedFirst) {
    await choose((await payment(1)).id, 'decline');
    // The service learns of it by the provider's callback or by asking; until then the demand is in payment.
  }
  await choose((await payment(2)).id, 'success');
  const wanted = vehicle ? 'DECIDED' : 'WITH_CLERK';
  const { state } = await step('wait', async () => inState(await applicant.find(id), wanted));
  return { number: plan.number, procedureId: id, state, seen, ms: Date.now() - started };
}

function applicationOf({ citizen, vehicle, number }: SagaPlan) {
  if (vehicle) {
    const { sealCodeFront, sealCodeRear, certificateOneCode } = specimenCodes(vehicle.vin);
    return {
      kind: 'DE_REGISTRATION',
      vehicleId: vehicle.id,
      given: { sealCodeFront, sealCodeRear, certificateOneCode },
    };
  }
  const vin = `WXXSAGA${String(number).padStart(10, '0')}`;
  const given = {
    vin,
    certificateTwoCode: specimenCodes(vin).certificateTwoCode,
    residence: citizen.residence.ags,
    insuranceConfirmation: 'MU12345',
    taxMandate: 'KFZST-ABCDEFGHJKMNPQRS2345',
  };
  return { kind: 'FIRST_REGISTRATION', vehicleId: null, given };
}

/** The procedure of a payload; with problems the run is wrong, or somebody was killed just then. */
function whole<Value>({ value, problems }: PayloadOf<Value>): Value | undefined {
  if (problems.length > 0) throw new Problems(problems.map(({ code }) => code));
  return value ?? undefined;
}

const inState = <Value extends { state: string }>(value: Value | null | undefined, state: string) =>
  value?.state === state ? value : undefined;

class Problems extends Error {
  readonly codes: readonly string[];
  constructor(codes: readonly string[]) {
    super(codes.join(', '));
    this.codes = codes;
  }
}

function codesOf(error: unknown): readonly string[] {
  if (error instanceof AskingFailed || error instanceof Problems) return error.codes;
  // Errors of fetch come from another realm than the tests' own.
  return ['no answer'];
}
