import { createHash, createHmac } from 'node:crypto';
import pg from 'pg';

const extensions = ['pg_trgm', 'unaccent', 'btree_gist', 'pgcrypto'];

/** The PostgreSQL schema and role of a service: its name with underscores. */
export function schemaOf(service: string): string {
  return service.replaceAll('-', '_');
}

/** A second schema of a service, for its job queue: pg-boss makes its own tables in it. */
export function jobsSchemaOf(service: string): string {
  return `${schemaOf(service)}_jobs`;
}

/** A role's password, derived, so that several starts against one database agree without a file of passwords. */
function passwordFor(role: string, key: string): string {
  return createHmac('sha256', key).update(`role:${role}`).digest('base64url');
}

/** A role name is unique in the whole server, so it carries the database's name where that is not the usual one. */
function roleFor(schema: string, database: string): string {
  const name =
    database === 'amtgraph'
      ? `amtgraph_${schema}`
      : `amtgraph_${schema}_${createHash('sha256').update(database).digest('hex').slice(0, 8)}`;
  return name.slice(0, 63);
}

export interface ProvisionOptions {
  /** URL of a role that may create roles and schemas in the database. */
  adminUrl: string;
  services: readonly string[];
  /** From which the roles' passwords are derived. */
  key: string;
}

/**
 * One role for each service, and two schemas: its own, and one for its job queue. A service can neither read nor name another's tables.
 * Idempotent. @returns each service's own connection URL.
 */
export async function provisionDatabase({ adminUrl, services, key }: ProvisionOptions): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const database = client.database ?? 'postgres';
    await client.query(`SELECT pg_advisory_lock(hashtext('amtgraph provision'))`);
    for (const extension of extensions) await client.query(`CREATE EXTENSION IF NOT EXISTS ${extension} SCHEMA public`);
    await client.query(`REVOKE ALL ON DATABASE ${client.escapeIdentifier(database)} FROM PUBLIC`);
    const urls = new Map<string, string>();
    for (const service of services) {
      const schema = schemaOf(service);
      const role = roleFor(schema, database);
      const password = passwordFor(role, key);
      await provisionService(client, { schema, jobsSchema: jobsSchemaOf(service), role, password, database });
      urls.set(service, withLogin(adminUrl, role, password));
    }
    return urls;
  } finally {
    await client.end();
  }
}

interface ServiceRole {
  schema: string;
  jobsSchema: string;
  role: string;
  password: string;
  database: string;
}

async function provisionService(
  client: pg.Client,
  { schema, jobsSchema, role, password, database }: ServiceRole,
): Promise<void> {
  const [r, s, d] = [role, schema, database].map((name) => client.escapeIdentifier(name));
  const exists = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = exists.rowCount ? 'ALTER' : 'CREATE';
  await client.query(`${verb} ROLE ${r} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
  await client.query(`GRANT CONNECT ON DATABASE ${d} TO ${r}`);
  // Membership lets an administrator that is no superuser give the schema to the role.
  await client.query(`GRANT ${r} TO CURRENT_USER`).catch(() => undefined);
  for (const owned of [s, client.escapeIdentifier(jobsSchema)]) {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${owned} AUTHORIZATION ${r}`);
    await client.query(`REVOKE ALL ON SCHEMA ${owned} FROM PUBLIC`);
  }
}

function withLogin(adminUrl: string, role: string, password: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = password;
  return url.href;
}
