import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { v7 } from 'uuid';
import { RoutingHosts } from '../../../platform/routing-hosts.ts';
import { isOperator, requireRole } from '../domain/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import type { RegistryContext, Resolvers } from '../http/graphql-endpoint.ts';
import type { WebhookDeliveryTable, WebhookTable } from '../storage/database.ts';
import { readVariant } from '../storage/variants.ts';
import { auditedChange } from './audited-change.ts';
import { checkId, pageSize } from './input-rules.ts';

type WebhookRow = Selectable<WebhookTable>;
type DeliveryRow = Selectable<WebhookDeliveryTable>;

interface WebhookInput {
  graph: string;
  variant?: string | null;
  url: string;
}

async function createWebhook(_: unknown, { input }: { input: WebhookInput }, context: RegistryContext) {
  const actor = requireRole(context.actor, 'admin');
  const { graph, variant, url } = input;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Refusal('BAD_USER_INPUT', '`url` is an http or https URL.');
  }
  if (!new RoutingHosts({ allowed: context.registry.rules.allowedHosts }).permits(new URL(url))) {
    throw new Refusal(
      'BAD_USER_INPUT',
      '`url` leads to https outside, or to a host that the operators of the registry allow.',
    );
  }
  if (variant) await readVariant(context.registry.db, { graph, variant });
  const id = v7();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const webhook = await auditedChange(
    context,
    actor,
    { action: 'webhook.created', subject: id, details: { url } },
    (tx, at) =>
      tx
        .insertInto('webhook')
        .values({
          id,
          graph,
          variant: variant ?? null,
          agency: actor.agency,
          url,
          secret,
          created_by: actor.tokenId,
          created_at: at,
          ended_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
  );
  return { webhook, secret };
}

async function endWebhook(_: unknown, { id }: { id: string }, context: RegistryContext) {
  const actor = requireRole(context.actor, 'admin');
  const webhook = await context.registry.db
    .selectFrom('webhook')
    .selectAll()
    .where('id', '=', checkId('webhook', id))
    .executeTakeFirst();
  if (!webhook || (!isOperator(actor) && webhook.agency !== actor.agency))
    throw new Refusal('NOT_FOUND', 'There is no such webhook.');
  return auditedChange(context, actor, { action: 'webhook.ended', subject: id }, (tx, at) =>
    tx.updateTable('webhook').set({ ended_at: at }).where('id', '=', id).returningAll().executeTakeFirstOrThrow(),
  );
}

export const webhookResolvers: Resolvers = {
  Query: {
    webhooks: (_: unknown, { graph }: { graph: string }, { actor, registry }: RegistryContext) => {
      const known = requireRole(actor, 'admin');
      let query = registry.db
        .selectFrom('webhook')
        .selectAll()
        .where('graph', '=', graph)
        .where('ended_at', 'is', null);
      if (!isOperator(known)) query = query.where('agency', '=', known.agency);
      return query.orderBy('id', 'desc').execute();
    },
  },
  Mutation: { createWebhook, endWebhook },
  Webhook: {
    createdAt: ({ created_at }: WebhookRow) => created_at,
    endedAt: ({ ended_at }: WebhookRow) => ended_at,
    deliveries: ({ id }: WebhookRow, { first }: { first: number }, { registry }: RegistryContext) =>
      registry.db
        .selectFrom('webhook_delivery')
        .selectAll()
        .where('webhook', '=', id)
        .orderBy('id', 'desc')
        .limit(pageSize(first))
        .execute(),
  },
  WebhookDelivery: {
    deliveredAt: ({ delivered_at }: DeliveryRow) => delivered_at,
    givenUpAt: ({ given_up_at }: DeliveryRow) => given_up_at,
    nextAt: ({ next_at, delivered_at, given_up_at }: DeliveryRow) => ((delivered_at ?? given_up_at) ? null : next_at),
    lastAnswer: ({ last_answer }: DeliveryRow) => last_answer,
  },
};
