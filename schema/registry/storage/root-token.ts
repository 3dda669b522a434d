import { sha256 } from '../domain/sha256.ts';
import { tokenId } from '../domain/token-text.ts';
import { writeAudit } from './audit.ts';
import type { Db } from './database.ts';
import { insertToken } from './tokens.ts';

const years = 10;

/** Makes the token of the configuration the first operator's, once, while nobody has a token. */
export async function takeRootToken(db: Db, text: string, now: Date): Promise<void> {
  const id = tokenId(text);
  if (!id) throw new Error('The root token has no id.');
  await db.transaction().execute(async (tx) => {
    const { exists } = await tx
      .selectNoFrom((select) => select.exists(select.selectFrom('token').select('id')).as('exists'))
      .executeTakeFirstOrThrow();
    if (exists) return;
    const request = {
      agency: null,
      subgraphs: null,
      role: 'admin' as const,
      holder: 'first operator',
      createdBy: 'registry',
      createdAt: now,
      expiresAt: new Date(now.getTime() + years * 365 * 86_400_000),
    };
    await insertToken(tx, request, { id, text, hash: sha256(text) });
    await writeAudit(tx, {
      at: now.toISOString(),
      actor: 'registry',
      action: 'token.created',
      subject: id,
      details: { role: 'admin', holder: request.holder },
    });
  });
}
