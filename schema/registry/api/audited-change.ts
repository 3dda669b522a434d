import type { Actor } from '../domain/actor.ts';
import type { AuditEvent } from '../domain/audit-chain.ts';
import type { RegistryContext } from '../http/graphql-endpoint.ts';
import { writeAudit } from '../storage/audit.ts';
import type { Tx } from '../storage/database.ts';

/** What the audit log is to say. */
export type Deed = Pick<AuditEvent, 'action' | 'subject' | 'details'>;

/** Makes a change and its audit entry, both or neither. */
export function auditedChange<Result>(
  { registry }: Pick<RegistryContext, 'registry'>,
  actor: Actor,
  deed: Deed,
  change: (tx: Tx, at: Date) => Promise<Result>,
): Promise<Result> {
  const at = registry.clock();
  return registry.db.transaction().execute(async (tx) => {
    const result = await change(tx, at);
    await writeAudit(tx, {
      at: at.toISOString(),
      actor: actor.tokenId,
      ...(actor.agency ? { agency: actor.agency } : {}),
      ...deed,
    });
    return result;
  });
}
