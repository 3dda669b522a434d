import { test } from '@jest/globals';
import { httpServer } from '../../unit/gateway/execution/transport/hostile-server.ts';
import { faultsGraph } from './faults/graph.ts';
import { startTestGateway } from './running-gateway.ts';
test('x', async () => {
  let asked = 0;
  const payments = await httpServer(() => void asked++);
  const gateway = await startTestGateway(faultsGraph, { SUBGRAPH_URLS: { payments: payments.url } });
  const t0 = Date.now();
  let done = 0;
  const say = (m: string) => process.stderr.write(`${Date.now() - t0} ${m}\n`);
  for (let i = 0; i < 10; i++) void gateway.ask(`query Q { me { name payments { id } } }`, { headers: { 'accept-language': `de-${i}` } }).then((r) => { done++; say(`done ${done} ${r.text.slice(0, 300)}`); }, (e) => say(String(e.cause ?? e)));
  await new Promise((r) => setTimeout(r, 1000));
  say('closing');
  await gateway[Symbol.asyncDispose]();
  say('closed');
  await payments[Symbol.asyncDispose]();
  say('all');
}, 20000);
