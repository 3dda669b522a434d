import { sql } from 'kysely';
import { sha256 } from '../domain/sha256.ts';
import { tokenId } from '../domain/token-text.ts';
import { writeAudit } from './audit.ts';
import type { Db } from './database.ts';
import { insertToken } from './tokens.ts';

const lifeMs = 10 * 365 * 86_400_000;

interface FirstTokens {
  REGISTRY_ROOT_TOKEN?: string | undefined;
  REGISTRY_GATEWAY_TOKEN?: string | undefined;
}

/** Takes in the tokens of the configuration, each once: one that was revoked stays so. */
export async function takeFirstTokens(db: Db, given: FirstTokens, now: Date): Promise<void> {
  await takeToken(db, given.REGISTRY_ROOT_TOKEN, { role: 'admin', holder: 'first operator' }, now);
  await takeToken(db, given.REGISTRY_GATEWAY_TOKEN, { role: 'gateway', holder: 'gateway' }, now);
}

async function takeToken(
  db: Db,
  text: string | undefined,
  { role, holder }: { role: 'admin' | 'gateway'; holder: string },
  now: Date,
): Promise<void> {
  const id = text && tokenId(text);
  if (!id) return;
  await db.transaction().execute(async (tx) => {
    // Several instances that start at once: the second finds what the first wrote.
    await sql`SELECT pg_advisory_xact_lock(hashtext('registry first tokens'))`.execute(tx);
    if (await tx.selectFrom('token').select('id').where('id', '=', id).executeTakeFirst()) return;
    const times = { createdAt: now, expiresAt: new Date(now.getTime() + lifeMs) };
    const request = { agency: null, subgraphs: null, role, holder, createdBy: 'registry', ...times };
    await insertToken(tx, request, { id, text, hash: sha256(text) });
    const details = { role, holder };
    await writeAudit(tx, { at: now.toISOString(), actor: 'registry', action: 'token.created', subject: id, details });
  });
}
