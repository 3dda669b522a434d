import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import { decidePromotion, requestPromotion, type PromotionRow } from '../launch/promote.ts';
import { findLaunch } from '../storage/launches.ts';
import { readVariant } from '../storage/variants.ts';
import { toPayload } from './changes.ts';
import { findToken } from './tokens.ts';

async function decide(_: unknown, { id, approve }: { id: string; approve: boolean }, context: RegistryContext) {
  const outcome = await decidePromotion(context.registry, context.actor, id, approve);
  const promotion = await context.registry.db
    .selectFrom('promotion')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!outcome) return { promotion, accepted: false, checks: [], errors: [] };
  const { accepted, checks, errors } = await toPayload(context, outcome);
  return { promotion, accepted, checks, errors };
}

export const promotionResolvers: Resolvers = {
  Mutation: {
    requestPromotion: (_: unknown, { launch, target }: { launch: string; target: string }, context: RegistryContext) =>
      requestPromotion(context.registry, context.actor, launch, target),
    decidePromotion: decide,
  },
  Graph: {
    promotions: ({ id }: { id: string }, { open }: { open?: boolean | null }, { registry }: RegistryContext) => {
      let query = registry.db.selectFrom('promotion').selectAll().where('graph', '=', id).orderBy('id', 'desc');
      if (typeof open === 'boolean') query = query.where('decided_at', open ? 'is' : 'is not', null);
      return query.limit(1_000).execute();
    },
  },
  Promotion: {
    launch: ({ source }: PromotionRow, _: unknown, { registry }: RegistryContext) => findLaunch(registry.db, source),
    target: ({ graph, target }: PromotionRow, _: unknown, { registry }: RegistryContext) =>
      readVariant(registry.db, { graph, variant: target }),
    requestedBy: ({ requested_by }: PromotionRow, _: unknown, { registry }: RegistryContext) =>
      findToken(registry.db, requested_by),
    requestedAt: ({ requested_at }: PromotionRow) => requested_at,
    decidedBy: ({ decided_by }: PromotionRow, _: unknown, { registry }: RegistryContext) =>
      findToken(registry.db, decided_by),
    decidedAt: ({ decided_at }: PromotionRow) => decided_at,
    result: ({ launch }: PromotionRow, _: unknown, { registry }: RegistryContext) =>
      launch ? findLaunch(registry.db, launch) : null,
  },
};
