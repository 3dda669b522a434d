import type { GraphqlAnswer } from '../subgraph.ts';

/** Asks the API as somebody; how it is asked, and what is tried again, is the test's business. */
export type Ask = (query: string, variables?: Record<string, unknown>) => Promise<GraphqlAnswer>;

export interface ProcedureState {
  id: string;
  kind: string;
  state: string;
  feeDemand: string | null;
}

export interface Problem {
  code: string;
  message: string;
  field: string[] | null;
  remedy: string | null;
}

export interface PayloadOf<Value> {
  value: Value | null;
  problems: Problem[];
}

const problems = 'problems { code message field remedy }';
const procedure = 'procedure { id kind state feeDemand }';

/** The errors of an answer that should have had none. */
export class AskingFailed extends Error {
  override name = 'AskingFailed';
  readonly codes: readonly string[];

  constructor(answer: GraphqlAnswer) {
    super(`${answer.status} ${JSON.stringify(answer.errors ?? answer.data)}`);
    this.codes = (answer.errors ?? []).map(({ extensions }) => extensions?.code ?? '');
  }
}

/** What somebody who applies for a procedure of vehicle registration does at the API, call by call. */
export class ProcedureApplicant {
  readonly #ask: Ask;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  start(kind: string, vehicleId: string | null, idempotencyKey: string): Promise<PayloadOf<ProcedureState>> {
    return this.#change('startProcedure', 'StartProcedureInput', { kind, vehicleId, idempotencyKey });
  }

  save(procedureId: string, given: Record<string, unknown>): Promise<PayloadOf<ProcedureState>> {
    return this.#change('saveInput', 'SaveInputInput', { procedureId, ...given });
  }

  check(procedureId: string): Promise<PayloadOf<ProcedureState>> {
    return this.#change('checkProcedure', 'ProcedureActionInput', { procedureId });
  }

  submit(procedureId: string, idempotencyKey: string): Promise<PayloadOf<ProcedureState>> {
    return this.#change('submitProcedure', 'SubmitProcedureInput', { procedureId, idempotencyKey });
  }

  withdraw(procedureId: string): Promise<PayloadOf<ProcedureState>> {
    return this.#change('withdrawProcedure', 'ProcedureActionInput', { procedureId });
  }

  retrieve(procedureId: string): Promise<PayloadOf<ProcedureState>> {
    return this.#change('retrieveDecision', 'ProcedureActionInput', { procedureId });
  }

  async find(id: string): Promise<ProcedureState | null> {
    const { procedure: found } = await this.#data<{ procedure: ProcedureState | null }>(
      `query ($id: ID!) { ${procedure.replace('procedure', 'procedure(id: $id)')} }`,
      { id },
    );
    return found;
  }

  /** Begins to pay a demand. @returns the payment's id and state */
  async pay(
    feeDemand: string,
    idempotencyKey: string,
  ): Promise<PayloadOf<{ id: string; status: string; payUrl: string | null }>> {
    const { createPayment } = await this.#data<{
      createPayment: { payment: { id: string; status: string; payUrl: string | null } | null; problems: Problem[] };
    }>(
      `mutation ($input: CreatePaymentInput!) { createPayment(input: $input) { payment { id status payUrl } ${problems} } }`,
      { input: { feeDemand, idempotencyKey } },
    );
    return { value: createPayment.payment, problems: createPayment.problems };
  }

  async #change(name: string, type: string, input: Record<string, unknown>): Promise<PayloadOf<ProcedureState>> {
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${procedure} ${problems} } }`;
    const data = await this.#data<Record<string, { procedure: ProcedureState | null; problems: Problem[] }>>(query, {
      input,
    });
    const payload = data[name];
    if (!payload) throw new Error(`${name} answered nothing.`);
    return { value: payload.procedure, problems: payload.problems };
  }

  /** @throws AskingFailed when there are errors, or a mutation is null */
  async #data<Data>(query: string, variables: Record<string, unknown>): Promise<Data> {
    const answer = await this.#ask(query, variables);
    if (answer.errors || !answer.data) throw new AskingFailed(answer);
    return answer.data as Data;
  }
}
