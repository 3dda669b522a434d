import { sql } from 'kysely';
import { isOperator, requireRole } from '../domain/actor.ts';
import type { AuditEntry, AuditEvent } from '../domain/audit-chain.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { verifyAudit } from '../storage/audit.ts';
import { pageSize } from './input-rules.ts';

interface AuditArguments {
  first: number;
  before?: number | null;
}

async function audit(_: unknown, { first, before }: AuditArguments, { actor, registry }: RegistryContext) {
  const known = requireRole(actor, 'admin');
  let query = registry.db.selectFrom('audit').selectAll().orderBy('sequence', 'desc').limit(pageSize(first));
  if (before) query = query.where('sequence', '<', before);
  if (!isOperator(known)) query = query.where(sql<boolean>`text::jsonb ->> 'agency' = ${known.agency}`);
  return (await query.execute()).map(toApi);
}

function toApi({ sequence, text, hash }: AuditEntry) {
  const event = JSON.parse(text) as AuditEvent;
  return { ...event, sequence, hash, details: event.details ? JSON.stringify(event.details) : null };
}

export const auditResolvers: Resolvers = {
  Query: {
    audit,
    auditVerdict: async (_: unknown, __: unknown, { actor, registry }: RegistryContext) => {
      requireRole(actor, 'admin');
      const { entries, head, broken } = await verifyAudit(registry.db);
      return { entries, head, holds: !broken, brokenAt: broken?.sequence, reason: broken?.reason };
    },
  },
};
