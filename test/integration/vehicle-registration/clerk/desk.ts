import type { Person, RegistrationOffice } from '../procedures/registration-office.ts';

export const leipzig = '14713000';
export const rotenburg = '03357';

/** A clerk of an authority. */
export const clerkOf = (authority: string, name = 'clerk'): Person => ({
  sub: `sector-${name}-of-${authority}`,
  clerkOf: authority,
  acr: 'SUBSTANTIAL',
  scope: 'procedures:decide',
});

const fields = `id kind state isAutomatic submittedAt endedAt wrongCodes
  authority { ags } inputs { name value } findings { check outcome } fee { amount }
  history { event actor note } decision { outcome isAutomatic reasons plate reviewUntil }
  delivery { backOfficeReference toldAt parked { reason detail } }
  review { isRevocationProposed isProposedByCaller reasons result }
  availableActions { action isAvailable blockedBy { code } }
  feeDecisions { reason paymentId amount { amount } closedAt }`;

export interface SeenProcedure {
  id: string;
  kind: string;
  state: string;
  isAutomatic: boolean;
  authority: { ags: string };
  inputs: { name: string; value: string }[];
  findings: { check: string; outcome: string }[];
  fee: { amount: number };
  history: { event: string; actor: string; note: string | null }[];
  decision: { outcome: string; isAutomatic: boolean; reasons: string[] } | null;
  delivery: {
    backOfficeReference: string | null;
    toldAt: string | null;
    parked: { reason: string; detail: string | null } | null;
  };
  review: {
    isRevocationProposed: boolean;
    isProposedByCaller: boolean;
    reasons: string[];
    result: string | null;
  } | null;
  availableActions: { action: string; isAvailable: boolean; blockedBy: { code: string }[] }[];
  feeDecisions: { reason: string; paymentId: string; amount: { amount: number }; closedAt: string | null }[];
}

interface Answer {
  procedure: SeenProcedure | null;
  problems: { code: string; message: string; remedy: string | null }[];
}

/** A clerk at work: what the desk of an authority asks and does. */
export function desk(office: RegistrationOffice, clerk: Person) {
  async function ask<Shape>(query: string, variables: Record<string, unknown>): Promise<Shape> {
    const { data, errors } = await office.ask(clerk, query, variables);
    if (errors) throw new Error(JSON.stringify(errors));
    return data as Shape;
  }
  async function act(name: string, type: string, input: Record<string, unknown>): Promise<Answer> {
    const query = `mutation ($input: ${type}!) { answer: ${name}(input: $input) { procedure { ${fields} } problems { code message remedy } } }`;
    return (await ask<{ answer: Answer }>(query, { input })).answer;
  }
  async function list(name: string, args: string): Promise<SeenProcedure[]> {
    const query = `{ list: ${name}(first: 100 ${args}) { nodes { ${fields} } } }`;
    return (await ask<{ list: { nodes: SeenProcedure[] } }>(query, {})).list.nodes;
  }
  return {
    queue: (filter = '') => list('authorityProcedures', filter && `filter: { ${filter} }`),
    toReview: () => list('proceduresToReview', ''),
    async see(id: string): Promise<SeenProcedure | null> {
      const query = `query ($id: ID!) { one: authorityProcedure(id: $id) { ${fields} } }`;
      return (await ask<{ one: SeenProcedure | null }>(query, { id })).one;
    },
    decide: (procedureId: string, decision: 'APPROVE' | 'REJECT', reasons: string[] = []) =>
      act('decideProcedure', 'DecideProcedureInput', { procedureId, decision, reasons }),
    review: (procedureId: string, verdict: 'CONFIRM' | 'REVOKE', reasons: string[] = []) =>
      act('reviewDecision', 'ReviewDecisionInput', { procedureId, verdict, reasons }),
    redeliver: (procedureId: string) => act('redeliverProcedure', 'RedeliverProcedureInput', { procedureId }),
  };
}

export const problemsOf = ({ problems }: { problems: { code: string }[] }) => problems.map(({ code }) => code);
