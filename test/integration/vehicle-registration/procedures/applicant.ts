import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Person, RegistrationOffice } from './registration-office.ts';

const procedureFields = `id kind state isAutomatic wrongCodes missing
  inputs { name isRequired isGiven value }
  fee { total { amount } lines { number text amount { amount } } }
  feeDemand history { event state actor note } deadlines { kind at }
  availableActions { action isAvailable blockedBy { code remedy } }
  authority { ags } service { id } vehicle { id plate }
  decision { outcome isAutomatic reasons plate retrievedAt postedAt effectiveOn reviewUntil }`;

export interface Problem {
  code: string;
  message: string;
  field: string[] | null;
  remedy: string | null;
}

export interface ShownProcedure {
  id: string;
  kind: string;
  state: string;
  isAutomatic: boolean;
  wrongCodes: number;
  missing: string[];
  inputs: { name: string; isRequired: boolean; isGiven: boolean; value: string | null }[];
  fee: { total: { amount: number }; lines: { number: string | null; text: string; amount: { amount: number } }[] };
  feeDemand: string | null;
  history: { event: string; state: string; actor: string; note: string | null }[];
  deadlines: { kind: string; at: string }[];
  availableActions: { action: string; isAvailable: boolean; blockedBy: { code: string; remedy: string | null }[] }[];
  authority: { ags: string } | null;
  vehicle: { id: string; plate: string } | null;
  decision: {
    outcome: string;
    isAutomatic: boolean;
    reasons: string[];
    plate: string | null;
    retrievedAt: string | null;
    postedAt: string | null;
    effectiveOn: string | null;
    reviewUntil: string | null;
  } | null;
}

export interface Payload {
  procedure: ShownProcedure | null;
  problems: Problem[];
}

const mutation = (name: string, input: string) =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { procedure { ${procedureFields} } problems { code message field remedy } } }`;

export const codesOf = ({ problems }: { problems: Problem[] }) => problems.map(({ code }) => code);

/** One citizen at the registration office, who does what frontends do. */
export function applicant(office: RegistrationOffice, caller: Person) {
  async function act(name: string, type: string, input: Record<string, unknown>): Promise<Payload> {
    const { data, errors } = await office.ask(caller, mutation(name, type), { input });
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
    return data[name] as Payload;
  }
  const shown = async (id: string): Promise<ShownProcedure | null> => {
    const { data, errors } = await office.ask(
      caller,
      `query ($id: ID!) { procedure(id: $id) { ${procedureFields} } }`,
      {
        id,
      },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.procedure;
  };
  const self = {
    caller,
    start: (kind: string, vehicleId?: string, idempotencyKey: string = randomUUID()) =>
      act('startProcedure', 'StartProcedureInput', { kind, vehicleId, idempotencyKey }),
    save: (procedureId: string, given: Record<string, unknown>) =>
      act('saveInput', 'SaveInputInput', { procedureId, ...given }),
    check: (procedureId: string) => act('checkProcedure', 'ProcedureActionInput', { procedureId }),
    submit: (procedureId: string, idempotencyKey: string = randomUUID()) =>
      act('submitProcedure', 'SubmitProcedureInput', { procedureId, idempotencyKey }),
    withdraw: (procedureId: string) => act('withdrawProcedure', 'ProcedureActionInput', { procedureId }),
    retrieve: (procedureId: string) => act('retrieveDecision', 'ProcedureActionInput', { procedureId }),
    shown,
    /** Starts it and gives everything, up to the check. */
    async apply(kind: string, vehicleId: string | undefined, given: Record<string, unknown>): Promise<Payload> {
      const { procedure, problems } = await self.start(kind, vehicleId);
      if (!procedure) return { procedure, problems };
      const saved = await self.save(procedure.id, given);
      if (saved.problems.length > 0) return saved;
      return self.check(procedure.id);
    },
    /** Applies and submits; throws where something stands in the way. */
    async submitted(
      kind: string,
      vehicleId: string | undefined,
      given: Record<string, unknown>,
    ): Promise<ShownProcedure> {
      const checked = await self.apply(kind, vehicleId, given);
      if (checked.problems.length > 0 || !checked.procedure) throw new Error(JSON.stringify(checked.problems));
      const { procedure, problems } = await self.submit(checked.procedure.id);
      if (problems.length > 0 || !procedure) throw new Error(JSON.stringify(problems));
      return procedure;
    },
    /** Pays a demand as payments would report it. */
    async pay(procedure: ShownProcedure, type = 'payment.succeeded', changed: Record<string, unknown> = {}) {
      if (!procedure.feeDemand) throw new Error('There is nothing to pay.');
      const { jti, sub, authority, lines } = await office.readDemand(procedure.feeDemand);
      const data = {
        paymentId: randomUUID(),
        demandId: jti,
        caseReference: sub,
        authority,
        amountCents: lines.reduce((total, { cents }) => total + cents, 0),
        currency: 'EUR',
        at: new Date().toISOString(),
        reference: 'KZ-2026-1',
        ...changed,
      };
      return { status: await office.sendEvent(type, data), data };
    },
    /** Waits until a procedure has this state. */
    async reaches(id: string, state: string): Promise<ShownProcedure> {
      let last: ShownProcedure | null = null;
      for (let tries = 0; tries < 200; tries++) {
        last = await shown(id);
        if (last?.state === state) return last;
        await setTimeout(100);
      }
      throw new Error(`Expected ${state}, but the procedure is ${last?.state}: ${JSON.stringify(last?.history)}.`);
    },
    /** Everything up to the decision of an automatic one, or to the clerk. */
    async brought(kind: string, vehicleId: string | undefined, given: Record<string, unknown>, to: string) {
      const procedure = await self.submitted(kind, vehicleId, given);
      const { status } = await self.pay(procedure);
      if (status !== 204) throw new Error(`The inbox answered ${status}.`);
      return self.reaches(procedure.id, to);
    },
  };
  return self;
}
