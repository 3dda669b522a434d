import type { HostileCase } from '../hostile-case.ts';
import { ask, type Target } from '../requests.ts';

const KINDS = ['appointment', 'vehicle', 'payment', 'procedure'] as const;

/** An identifier of something that the other citizen has. */
async function foreignId(target: Target, kind: string): Promise<string> {
  const list = `${kind}s`;
  const { json } = await ask({ ...target, token: target.otherToken }, `{ me { ${list}(first: 1) { nodes { id } } } }`);
  const data = json?.data as { me: Record<string, { nodes: { id: string }[] }> } | undefined;
  const id = data?.me[list]?.nodes[0]?.id;
  if (id === undefined) throw new Error(`Expected the other citizen to have a ${kind}, or this shows nothing.`);
  return id;
}

const foreign = (title: string, kind: string, query: string, data: unknown, code?: string): HostileCase => ({
  title,
  send: async (target) => ask(target, query, { variables: { id: await foreignId(target, kind) } }),
  expected: { status: 200, data, ...(code === undefined ? {} : { code }) },
});

/** What belongs to another citizen is to nobody else but absent: read by its identifier, or written to. */
export const foreignObjects: HostileCase[] = [
  ...KINDS.map((kind) =>
    foreign(`a foreign ${kind}`, kind, `query ($id: ID!) { ${kind}(id: $id) { id } }`, { [kind]: null }),
  ),
  ...KINDS.map((kind) =>
    foreign(
      `a foreign ${kind} beside one’s own account, under another name`,
      kind,
      `query ($id: ID!) { x: ${kind}(id: $id) { __typename } y: __typename }`,
      { x: null, y: 'Query' },
    ),
  ),
  foreign(
    'a foreign payment, to be called off',
    'payment',
    'mutation ($id: ID!) { cancelPayment(input: { id: $id }) { payment { id } problems { code } } }',
    { cancelPayment: { payment: null, problems: [{ code: 'NOT_FOUND' }] } },
  ),
  foreign(
    'a foreign procedure, to be withdrawn',
    'procedure',
    'mutation ($id: ID!) { withdrawProcedure(input: { procedureId: $id }) { procedure { id } problems { code } } }',
    { withdrawProcedure: { procedure: null, problems: [{ code: 'PROCEDURE_UNKNOWN' }] } },
  ),
  foreign(
    'a foreign vehicle, to begin a procedure with',
    'vehicle',
    'mutation ($id: ID!) { startProcedure(input: { kind: DE_REGISTRATION, vehicleId: $id, idempotencyKey: "hostile-5" }) { procedure { id } problems { code } } }',
    { startProcedure: { procedure: null, problems: [{ code: 'VEHICLE_UNKNOWN' }] } },
  ),
];
