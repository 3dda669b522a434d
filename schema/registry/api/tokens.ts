import type { Selectable } from 'kysely';
import { isOperator, requireAdminOf, requireOperator, requireRole, type Actor } from '../domain/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import { roles, type Role } from '../domain/roles.ts';
import { newToken } from '../domain/token-text.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import type { Db, TokenTable } from '../storage/database.ts';
import { insertToken } from '../storage/tokens.ts';
import { findAgency } from './agencies.ts';
import { auditedChange } from './audited-change.ts';

export type TokenRow = Selectable<TokenTable>;

/** A token by its id, or null for what the registry did itself. */
export async function findToken(db: Db, id: string | null): Promise<TokenRow | null> {
  if (id === null) return null;
  return (await db.selectFrom('token').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

interface TokenInput {
  agency?: string | null;
  role: Role;
  subgraphs?: string[] | null;
  holder: string;
  days: number;
}

const dayMs = 86_400_000;

async function checkInput({ registry }: RegistryContext, { agency, holder, days, subgraphs, role }: TokenInput) {
  if (agency && !(await findAgency(registry.db, agency)))
    throw new Refusal('NOT_FOUND', `There is no agency ${agency}.`);
  if (!holder.trim())
    throw new Refusal('BAD_USER_INPUT', '`holder` names the person or system that answers for the token.');
  if (days < 1 || days > 400)
    throw new Refusal('BAD_USER_INPUT', `\`days\` is a number from 1 to 400, but got ${days}.`);
  if (subgraphs?.length === 0)
    throw new Refusal('BAD_USER_INPUT', '`subgraphs` names at least one, or is absent for all.');
  if (!agency && ['publish', 'check'].includes(role)) {
    throw new Refusal('BAD_USER_INPUT', 'Who checks and publishes does it for an agency: name it.');
  }
}

/** Threat: a token makes itself a stronger one. Rule: a token bound to subgraphs makes none, and an admin's makes them for its own agency only. */
function requireMayCreate(who: Actor | undefined, { agency }: TokenInput): Actor {
  const actor = agency ? requireAdminOf(who, agency) : requireOperator(who);
  if (actor.subgraphs) throw new Refusal('FORBIDDEN', 'A token that is bound to subgraphs makes no tokens.');
  return actor;
}

async function createToken(_: unknown, { input }: { input: TokenInput }, context: RegistryContext) {
  const actor = requireMayCreate(context.actor, input);
  await checkInput(context, input);
  const { agency, role, subgraphs, holder, days } = input;
  const made = newToken();
  const about = { agency: agency ?? null, role, subgraphs: subgraphs ?? null, holder: holder.trim() };
  await auditedChange(
    context,
    actor,
    { action: 'token.created', subject: made.id, details: { ...about, days } },
    (tx, at) =>
      insertToken(
        tx,
        { ...about, createdBy: actor.tokenId, createdAt: at, expiresAt: new Date(at.getTime() + days * dayMs) },
        made,
      ),
  );
  return { token: await findToken(context.registry.db, made.id), text: made.text };
}

async function revokeToken(_: unknown, { id }: { id: string }, context: RegistryContext) {
  const known = requireRole(context.actor, 'admin');
  const token = await findToken(context.registry.db, id);
  if (!token || (!isOperator(known) && token.agency !== known.agency))
    throw new Refusal('NOT_FOUND', 'There is no such token.');
  if (token.revoked_at) return token;
  return auditedChange(context, known, { action: 'token.revoked', subject: id }, (tx, at) =>
    tx.updateTable('token').set({ revoked_at: at }).where('id', '=', id).returningAll().executeTakeFirstOrThrow(),
  );
}

async function tokens(_: unknown, { agency }: { agency?: string | null }, { actor, registry }: RegistryContext) {
  const known = requireRole(actor, 'admin');
  const wanted = isOperator(known) ? agency : known.agency;
  let query = registry.db.selectFrom('token').selectAll().orderBy('created_at', 'desc').orderBy('id');
  if (wanted) query = query.where('agency', '=', wanted);
  return query.limit(1_000).execute();
}

export const tokenResolvers: Resolvers = {
  Query: {
    viewer: (_: unknown, __: unknown, { actor, registry }: RegistryContext) =>
      findToken(registry.db, requireRole(actor, actor?.role ?? 'read').tokenId),
    tokens,
  },
  Mutation: { createToken, revokeToken },
  // Roles are written in capitals in GraphQL.
  Role: Object.fromEntries(roles.map((role) => [role.toUpperCase(), role])),
  Token: {
    agency: ({ agency }: TokenRow, _: unknown, { registry }: RegistryContext) => findAgency(registry.db, agency),
    createdAt: ({ created_at }: TokenRow) => created_at,
    expiresAt: ({ expires_at }: TokenRow) => expires_at,
    revokedAt: ({ revoked_at }: TokenRow) => revoked_at,
    lastUsedAt: ({ last_used_at }: TokenRow) => last_used_at,
  },
};
