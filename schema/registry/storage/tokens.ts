import type { Actor } from '../domain/actor.ts';
import type { Role } from '../domain/roles.ts';
import { isToken, tokenId, type TokenText } from '../domain/token-text.ts';
import type { Selectable } from 'kysely';
import type { Db, TokenTable, Tx } from './database.ts';

/** The holder of a token, or undefined where it is unknown, expired or revoked. */
export async function findActor(db: Db, text: string, now: Date): Promise<Actor | undefined> {
  const id = tokenId(text);
  if (!id) return undefined;
  const row = await db.selectFrom('token').selectAll().where('id', '=', id).executeTakeFirst();
  return row && isToken(text, row.hash) ? actorBy(db, row, now) : undefined;
}

/** The holder of a token that was shown before, when a session began; undefined where it is expired or revoked by now. */
export async function findActorById(db: Db, id: string, now: Date): Promise<Actor | undefined> {
  const row = await db.selectFrom('token').selectAll().where('id', '=', id).executeTakeFirst();
  return row && actorBy(db, row, now);
}

async function actorBy(db: Db, row: Selectable<TokenTable>, now: Date): Promise<Actor | undefined> {
  if (row.revoked_at || row.expires_at <= now) return undefined;
  await noteUse(db, row.id, row.last_used_at, now);
  return { tokenId: row.id, holder: row.holder, agency: row.agency, role: row.role, subgraphs: row.subgraphs };
}

const noteEveryMs = 60_000;

/** The last use is kept to the minute: a write for each request would be a write too many. */
async function noteUse(db: Db, id: string, lastUsed: Date | null, now: Date): Promise<void> {
  if (lastUsed && now.getTime() - lastUsed.getTime() < noteEveryMs) return;
  await db.updateTable('token').set({ last_used_at: now }).where('id', '=', id).execute();
}

export interface TokenRequest {
  agency: string | null;
  subgraphs: readonly string[] | null;
  role: Role;
  holder: string;
  expiresAt: Date;
  createdBy: string;
  createdAt: Date;
}

/** Keeps a token's hash; its text is never written. */
export async function insertToken(tx: Tx, request: TokenRequest, { id, hash }: TokenText): Promise<void> {
  const { agency, subgraphs, role, holder, createdBy, createdAt, expiresAt } = request;
  await tx
    .insertInto('token')
    .values({
      id,
      hash,
      agency,
      role,
      holder,
      subgraphs: subgraphs && [...subgraphs],
      created_by: createdBy,
      created_at: createdAt,
      expires_at: expiresAt,
    })
    .execute();
}
