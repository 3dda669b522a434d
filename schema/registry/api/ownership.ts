import { requireAdminOf } from '../domain/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { findAgency } from './agencies.ts';
import { auditedChange } from './audited-change.ts';
import { pageSize } from './input-rules.ts';

interface OwnershipRow {
  coordinate: string;
  agency: string;
  since: Date;
}

interface TransferArguments {
  graph: string;
  coordinates: string[];
  to: string;
}

async function transferOwnership(_: unknown, { graph, coordinates, to }: TransferArguments, context: RegistryContext) {
  const { db } = context.registry;
  if (!context.actor || coordinates.length === 0)
    throw new Refusal('BAD_USER_INPUT', '`coordinates` names what is handed over.');
  const owned = await db
    .selectFrom('ownership')
    .selectAll()
    .where('graph', '=', graph)
    .where('coordinate', 'in', coordinates)
    .execute();
  const missing = coordinates.filter((wanted) => !owned.some(({ coordinate }) => coordinate === wanted));
  if (missing.length > 0) throw new Refusal('NOT_FOUND', `Nobody owns ${missing.join(', ')} in ${graph}.`);
  let { actor } = context;
  for (const { agency } of owned) actor = requireAdminOf(actor, agency);
  if (!(await findAgency(db, to))) throw new Refusal('NOT_FOUND', `There is no agency ${to}.`);
  const deed = { action: 'ownership.transferred', subject: graph, details: { coordinates, to } };
  return auditedChange(context, actor, deed, (tx, at) =>
    tx
      .updateTable('ownership')
      .set({ agency: to, since: at })
      .where('graph', '=', graph)
      .where('coordinate', 'in', coordinates)
      .returningAll()
      .execute(),
  );
}

interface OwnershipArguments {
  agency?: string | null;
  prefix?: string | null;
  first: number;
}

function ownershipOf(
  { id }: { id: string },
  { agency, prefix, first }: OwnershipArguments,
  { registry }: RegistryContext,
) {
  let query = registry.db
    .selectFrom('ownership')
    .select(['coordinate', 'agency', 'since'])
    .where('graph', '=', id)
    .orderBy('coordinate')
    .limit(pageSize(first));
  if (agency) query = query.where('agency', '=', agency);
  if (prefix) query = query.where((where) => where.fn<boolean>('starts_with', ['coordinate', where.val(prefix)]));
  return query.execute();
}

export const ownershipResolvers: Resolvers = {
  Mutation: { transferOwnership },
  Graph: { ownership: ownershipOf },
  Ownership: {
    agency: ({ agency }: OwnershipRow, _: unknown, { registry }: RegistryContext) => findAgency(registry.db, agency),
  },
};
