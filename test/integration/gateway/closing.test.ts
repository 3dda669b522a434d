import { expect, test } from '@jest/globals';
import { httpServer } from '../../unit/gateway/execution/transport/hostile-server.ts';
import { faultsGraph } from './faults/graph.ts';
import { SOUND_ANSWER } from './faults/misbehaviour.ts';
import { startTestGateway } from './running-gateway.ts';

test('A gateway that is closed finishes what is under way, over connections that are kept alive too', async () => {
  const asked: string[] = [];
  await using payments = await httpServer((_, response, body) => {
    asked.push(body);
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(SOUND_ANSWER), 1_000);
  });
  const gateway = await startTestGateway(faultsGraph, { SUBGRAPH_URLS: { payments: payments.url } });
  const underWay = gateway.ask('{ me { payments { id } } }');
  while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const startedAt = performance.now();
  await gateway[Symbol.asyncDispose]();
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  const { errors, data } = await underWay;
  expect(errors).toBeUndefined();
  expect(data).toEqual({ me: { payments: [{ id: 'p1' }] } });
}, 20_000);
