import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../testkit/system.ts';
import { startGatewayWithEvents, ways, type EventGateway } from '../subscriptions/gateway-with-events.ts';
import type { Closers } from '../running-gateway.ts';
import { sendForm } from './gateway.ts';
import { startIssuer, type Issuer } from './issuer.ts';

const closers: Closers = [];
let issuer: Issuer;
let gateway: EventGateway;

beforeAll(async () => {
  issuer = await startIssuer(closers);
  gateway = await startGatewayWithEvents({ ISSUER: issuer.url });
});
afterAll(async () => {
  await gateway?.stop();
  for (const close of closers) await close();
});

test.each(ways)('A logout ends the subscriptions of the session over %s, and no others', async (way) => {
  const query = 'subscription { orderChanged { id } }';
  const ended = { sub: 'erika', sid: `over ${way}` };
  const told = gateway.follow(way, query, { token: await issuer.accessToken({ claims: ended }) });
  const other = gateway.follow(way, query, { token: await issuer.accessToken({ claims: { sid: 'goes on' } }) });
  await eventually('both to be open', () => gateway.subscriptions.size === 2, 15_000);
  const token = await issuer.logoutToken({ claims: ended });
  const { status } = await sendForm(new URL(gateway.url).origin, new URLSearchParams({ logout_token: token }));
  expect(status).toBe(200);
  await told.end();
  if (way === 'WebSocket') expect(told.ended?.error).toMatchObject({ code: 4401 });
  else expect(told.items.at(-1)?.errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_SESSION_ENDED' } }]);
  expect(other.ended).toBeUndefined();
  other.stop();
  await eventually('both to be gone', () => gateway.subscriptions.size === 0, 15_000);
});
