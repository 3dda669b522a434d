import type { Selectable } from 'kysely';
import { requireAdminOf, requireOperator, requireRole, isOperator } from '../domain/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import type { AgencyLevel, AgencyTable, Db } from '../storage/database.ts';
import { auditedChange } from './audited-change.ts';
import { checkMail, checkSlug } from './input-rules.ts';

export type AgencyRow = Selectable<AgencyTable>;

interface AgencyInput {
  slug: string;
  name: string;
  level: AgencyLevel;
  ags?: string | null;
  contact: string;
}

/** An agency, or null where there is none of this name. */
export async function findAgency(db: Db, slug: string | null): Promise<AgencyRow | null> {
  if (slug === null) return null;
  return (await db.selectFrom('agency').selectAll().where('slug', '=', slug).executeTakeFirst()) ?? null;
}

function checkInput({ slug, ags, contact, level }: AgencyInput): void {
  checkSlug('slug', slug);
  checkMail(contact);
  if (ags && !/^\d{2,8}$/.test(ags))
    throw new Refusal('BAD_USER_INPUT', 'An official municipality key has 2 to 8 digits.');
  if (!ags && level !== 'FEDERAL')
    throw new Refusal('BAD_USER_INPUT', 'An agency of a state or a municipality has an `ags`.');
}

async function createAgency(_: unknown, { input }: { input: AgencyInput }, context: RegistryContext) {
  const actor = requireOperator(context.actor);
  checkInput(input);
  if (await findAgency(context.registry.db, input.slug)) {
    throw new Refusal('CONFLICT', `There is an agency ${input.slug} already.`);
  }
  const { slug, name, level, ags, contact } = input;
  return auditedChange(
    context,
    actor,
    { action: 'agency.created', subject: slug, details: { name, level, contact } },
    (tx, at) =>
      tx
        .insertInto('agency')
        .values({ slug, name, level, ags: ags ?? null, contact, created_at: at })
        .returningAll()
        .executeTakeFirstOrThrow(),
  );
}

async function updateAgency(_: unknown, { input }: { input: AgencyInput }, context: RegistryContext) {
  const actor = requireAdminOf(context.actor, input.slug);
  checkInput(input);
  const before = await findAgency(context.registry.db, input.slug);
  if (!before) throw new Refusal('NOT_FOUND', `There is no agency ${input.slug}.`);
  const { slug, name, level, ags, contact } = input;
  if (!isOperator(actor) && (level !== before.level || (ags ?? null) !== before.ags)) {
    throw new Refusal('FORBIDDEN', 'The level and the area of an agency are changed by the operators of the registry.');
  }
  return auditedChange(
    context,
    actor,
    { action: 'agency.changed', subject: slug, details: { name, level, contact } },
    (tx) =>
      tx
        .updateTable('agency')
        .set({ name, level, ags: ags ?? null, contact })
        .where('slug', '=', slug)
        .returningAll()
        .executeTakeFirstOrThrow(),
  );
}

export const agencyResolvers: Resolvers = {
  Query: {
    agencies: (_: unknown, __: unknown, { actor, registry }: RegistryContext) => {
      requireRole(actor, 'read');
      return registry.db.selectFrom('agency').selectAll().orderBy('slug').execute();
    },
    agency: (_: unknown, { slug }: { slug: string }, { actor, registry }: RegistryContext) => {
      requireRole(actor, 'read');
      return findAgency(registry.db, slug);
    },
  },
  Mutation: { createAgency, updateAgency },
  Agency: {
    createdAt: ({ created_at }: AgencyRow) => created_at,
    subgraphs: ({ slug }: AgencyRow, _: unknown, { registry }: RegistryContext) =>
      registry.db.selectFrom('subgraph').selectAll().where('agency', '=', slug).orderBy('name').execute(),
  },
};
