import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { agency } from '../testkit/supergraphs/agency/graph.ts';
import { compose } from '../testkit/supergraphs/compose.ts';
import { type HttpSubgraphs, serveSubgraphs } from '../testkit/supergraphs/http-subgraphs.ts';
import { type SpawnedGateway, spawnGateway } from '../testkit/supergraphs/spawn-gateway.ts';

/** What the specification leaves open (MAY) and we do not do, and why. */
const NOT_DONE: Readonly<Record<string, string>> = {
  '5A70': 'a GET without a header that browsers preflight is refused: any page could send it with the citizen’s rights',
  D6D5: 'the same, with variables in the URL',
  '6A70': 'the same, with variables in the URL, for application/json',
};

let subgraphs: HttpSubgraphs;
let gateway: SpawnedGateway;

beforeAll(async () => {
  subgraphs = await serveSubgraphs(agency);
  gateway = await spawnGateway(compose(agency, subgraphs.urls).sdl, { INTROSPECTION: 'true' });
}, 300_000);
afterAll(async () => {
  await gateway.close();
  await subgraphs.close();
});

const audits = serverAudits({ url: () => gateway.url });

describe('the gateway, asked over HTTP', () => {
  test('is put to all 61 audits of GraphQL over HTTP', () => {
    expect(audits).toHaveLength(61);
  });

  test.each(audits.map((audit) => [`${audit.name} (${audit.id})`, audit] as const))('%s', async (_, audit) => {
    const result = await audit.fn();
    const reason = 'reason' in result ? result.reason : undefined;
    expect({ status: result.status, reason: result.status === 'ok' ? undefined : reason }).toEqual(
      audit.id in NOT_DONE ? { status: 'notice', reason: expect.any(String) } : { status: 'ok', reason: undefined },
    );
  });
});
