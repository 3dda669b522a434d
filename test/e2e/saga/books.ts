import pg from 'pg';
import { journalOf } from '../../testkit/procedures/outside.ts';
import type { SagaSystem } from './saga-system.ts';

/** What must never be, with what was found of it. */
export interface Finding {
  rule: string;
  rows: unknown[];
}

const v = 'vehicle_registration';
const p = 'payments';
/** Procedures that citizens began at the API; what was written as specimen data has other ids (stable ones, UUID version 5). */
const begun = `(SELECT * FROM ${v}.procedure WHERE uuid_extract_version(id) = 7)`;

/** Each names rows that must not exist. */
const rules: Record<string, string> = {
  'no procedure is paid and stuck': `
    SELECT c.id, c.state FROM ${p}.payment b JOIN ${begun} c ON c.demand_id::text = b.demand_id
    WHERE b.client = 'vehicle-registration' AND b.status = 'SUCCESS' AND c.state IN ('DRAFT', 'CHECKED', 'AWAITING_PAYMENT', 'SUBMITTED')`,
  'no procedure went on unpaid': `
    SELECT c.id, c.state FROM ${begun} c
    WHERE c.state IN ('SUBMITTED', 'WITH_CLERK', 'DECIDED', 'REJECTED') AND NOT EXISTS (
      SELECT FROM ${p}.payment b WHERE b.id::text = c.payment_id AND b.demand_id = c.demand_id::text AND b.status = 'SUCCESS' AND b.amount_cents = c.fee_cents)`,
  'a demand has one payment that succeeded, and none beside it that is under way': `
    SELECT demand_id, count(*) FROM ${p}.payment WHERE client IS NOT NULL AND status NOT IN ('FAILED', 'CANCELLED')
    GROUP BY client, demand_id HAVING count(*) <> 1 OR bool_or(status <> 'SUCCESS')`,
  'no decision stands twice in the history of a procedure': `
    SELECT procedure_id, event, count(*) FROM ${v}.procedure_history WHERE event IN ('PAY', 'APPROVE', 'HAND_TO_CLERK', 'SUBMIT')
    GROUP BY procedure_id, event HAVING count(*) <> 1`,
  'no fee waits for a decision, since nothing was rejected': `SELECT id, reason FROM ${v}.fee_decision`,
  'each transaction of the ledger is at zero': `
    SELECT transaction_id FROM ${p}.ledger_entry GROUP BY transaction_id HAVING sum(amount_cents) <> 0`,
  'nobody owes anything': `
    SELECT t.authority, sum(e.amount_cents) FROM ${p}.ledger_entry e JOIN ${p}.ledger_transaction t ON t.id = e.transaction_id
    WHERE e.account = 'receivable' GROUP BY t.authority HAVING sum(e.amount_cents) <> 0`,
  'what the provider owes is what was paid': `
    SELECT a.authority, a.cents, b.cents FROM
      (SELECT t.authority, sum(e.amount_cents) AS cents FROM ${p}.ledger_entry e JOIN ${p}.ledger_transaction t ON t.id = e.transaction_id
       WHERE e.account = 'clearing' GROUP BY t.authority) a
      FULL JOIN (SELECT authority, sum(amount_cents) AS cents FROM ${p}.payment WHERE client IS NOT NULL AND status = 'SUCCESS' GROUP BY authority) b
      USING (authority) WHERE a.cents IS DISTINCT FROM b.cents`,
  'every event has arrived': `SELECT id, type, attempts, problem FROM ${p}.outgoing_event WHERE delivered_at IS NULL`,
  'every event was handled once': `
    SELECT e.id FROM ${p}.outgoing_event e LEFT JOIN ${v}.received_event r ON r.id = e.id::text
    WHERE e.destination = 'vehicle-registration' AND r.id IS NULL`,
  'no delivery to an authority was given up': `SELECT procedure_id, reason FROM ${v}.parked_delivery`,
  'no job was given up': `SELECT id, name FROM ${v}_jobs.job WHERE state = 'failed'`,
};

/** Looks into the books of all who took part: the services' databases, the provider, the back offices, the register. @returns what must not be */
export async function examineBooks({ system, adminUrl, provider }: SagaSystem): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const findings: Finding[] = [];
    for (const [rule, query] of Object.entries(rules)) findings.push({ rule, rows: (await client.query(query)).rows });
    const { rows } = await client.query<{ id: string; payment_id: string; demand_id: string; state: string }>(
      `SELECT c.id, c.state, b.demand_id, b.id AS payment_id FROM ${begun} c JOIN ${p}.payment b ON b.id::text = c.payment_id`,
    );
    findings.push({
      rule: 'the provider took the money of exactly the payments that succeeded',
      rows: await paidElsewhere(
        provider,
        rows.map(({ payment_id: id }) => id),
      ),
    });
    findings.push({
      rule: 'each procedure is one file of one back office',
      rows: await wronglyFiled(
        system.data,
        rows.map(({ id }) => id),
      ),
    });
    findings.push({
      rule: 'the register heard once of each automatic decision',
      rows: await wronglyRegistered(
        system.data,
        rows.filter(({ state }) => state === 'DECIDED').map(({ id }) => id),
      ),
    });
    return findings.filter((finding) => finding.rows.length > 0);
  } finally {
    await client.end();
  }
}

/** Counts. */
export async function countBooks({ adminUrl }: SagaSystem): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, number>>(`SELECT
      (SELECT count(*)::int FROM ${begun} c WHERE paid_at IS NOT NULL) AS procedures,
      (SELECT count(*)::int FROM ${p}.payment WHERE client IS NOT NULL) AS payments,
      (SELECT count(*)::int FROM ${p}.payment WHERE client IS NOT NULL AND status = 'SUCCESS') AS paid,
      (SELECT count(*)::int FROM ${p}.outgoing_event) AS events,
      (SELECT count(*)::int FROM ${p}.outgoing_event WHERE attempts > 1) AS "eventsSentAgain"`);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

async function paidElsewhere(provider: SagaSystem['provider'], succeeded: readonly string[]): Promise<unknown[]> {
  const paid = (await provider.transactions())
    .filter(({ status }) => status === 'PAYED')
    .map(({ requestId }) => requestId);
  return differences(paid, succeeded);
}

async function wronglyFiled(data: string, procedures: readonly string[]): Promise<unknown[]> {
  type Entry = { ereignis: string; id: string };
  const entries = [
    ...(await journalOf<Entry>(data, 'back-office-rest')),
    ...(await journalOf<Entry>(data, 'back-office-soap')),
  ];
  return differences(
    entries.filter(({ ereignis }) => ereignis === 'angelegt').map(({ id }) => id),
    procedures,
  );
}

async function wronglyRegistered(data: string, decided: readonly string[]): Promise<unknown[]> {
  const notices = await journalOf<{ vorgang: string }>(data, 'federal-register');
  return differences(
    notices.map(({ vorgang }) => vorgang),
    decided,
  );
}

/** What is in one list and not in the other, or more than once in either. */
function differences(found: readonly string[], expected: readonly string[]): unknown[] {
  const all = new Set([...found, ...expected]);
  const times = (list: readonly string[], id: string) => list.filter((each) => each === id).length;
  return [...all].flatMap((id) => {
    const [here, there] = [times(found, id), times(expected, id)];
    return here === 1 && there === 1 ? [] : [{ id, found: here, expected: there }];
  });
}
