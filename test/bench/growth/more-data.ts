import pg from 'pg';

/** A table of one subgraph, and what has to differ in copies of its rows: SQL over the row `it` and the number `copy`. */
interface Copied {
  schema: string;
  table: string;
  changes: Record<string, string>;
}

const another = (column: string): string => `md5(it.${column}::text || copy)::uuid`;
/** Copies have plates of their own, two letters and three digits. */
const nth = '(row_number() OVER (ORDER BY it.id, copy) + 1000 * (SELECT count(*) FROM vehicle_registration.vehicle))';
const letter = (divisor: number): string => `chr((65 + (${nth} / ${divisor}) % 26)::int)`;

const COPIED: readonly Copied[] = [
  {
    schema: 'appointments',
    table: 'appointment',
    changes: {
      id: another('id'),
      starts_at: `it.starts_at - copy * interval '5 minutes'`,
      ends_at: `it.ends_at - copy * interval '5 minutes'`,
    },
  },
  {
    schema: 'vehicle_registration',
    table: 'vehicle',
    changes: {
      id: another('id'),
      vin: `substr(upper(md5(it.id::text || copy)), 1, 17)`,
      plate_letters: `${letter(1)} || ${letter(26)}`,
      plate_number: `(${nth} / 676) % 999 + 1`,
      plate_suffix: 'NULL',
    },
  },
  {
    schema: 'payments',
    table: 'payment',
    changes: { id: another('id'), created_at: `it.created_at - copy * interval '1 minute'` },
  },
  { schema: 'payments', table: 'fee_account', changes: { vehicle_id: another('vehicle_id') } },
  {
    schema: 'payments',
    table: 'fee',
    changes: { id: another('id'), vehicle_id: another('vehicle_id') },
  },
];

/** Makes so many of each appointment, vehicle, open fee and payment of every citizen. What the account does not show is not copied with them. */
export async function multiplyData(adminUrl: string, factor: number): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    // Lines and bookings of a payment are not copied, which triggers would refuse.
    await client.query('SET session_replication_role = replica');
    for (const copied of COPIED) {
      await multiply(client, copied, factor);
      await client.query(`ANALYZE ${copied.schema}.${copied.table}`);
    }
  } finally {
    await client.end();
  }
}

async function multiply(client: pg.Client, { schema, table, changes }: Copied, factor: number): Promise<void> {
  const { rows } = await client.query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 AND is_generated = 'NEVER'`,
    [schema, table],
  );
  const columns = rows.map(({ column_name: name }) => name);
  const values = columns.map((name) => changes[name] ?? `it.${name}`);
  await client.query(
    `INSERT INTO ${schema}.${table} (${columns.join(', ')})
     SELECT ${values.join(', ')} FROM ${schema}.${table} it CROSS JOIN generate_series(1, ${factor - 1}) copy
     ON CONFLICT DO NOTHING`,
  );
}
