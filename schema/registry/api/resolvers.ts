import type { Resolvers } from '../http/graphql-endpoint.ts';
import { agencyResolvers } from './agencies.ts';
import { approvalResolvers } from './approvals.ts';
import { auditResolvers } from './audit.ts';
import { changeResolvers } from './changes.ts';
import { checkResolvers } from './checks.ts';
import { graphResolvers } from './graphs.ts';
import { launchResolvers } from './launches.ts';
import { ownershipResolvers } from './ownership.ts';
import { promotionResolvers } from './promotions.ts';
import { scalarResolvers } from './scalars.ts';
import { tokenResolvers } from './tokens.ts';
import { usageResolvers } from './usage.ts';
import { webhookResolvers } from './webhooks.ts';

/** The administration, one concept a file; a type whose fields lie in several files is put together here. */
export const adminResolvers: Resolvers = join([
  scalarResolvers,
  agencyResolvers,
  tokenResolvers,
  graphResolvers,
  launchResolvers,
  checkResolvers,
  changeResolvers,
  approvalResolvers,
  promotionResolvers,
  ownershipResolvers,
  usageResolvers,
  auditResolvers,
  webhookResolvers,
]);

function join(parts: readonly Resolvers[]): Resolvers {
  const joined: Resolvers = {};
  for (const part of parts) {
    for (const [type, fields] of Object.entries(part)) joined[type] = { ...joined[type], ...fields };
  }
  return joined;
}
