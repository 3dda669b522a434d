import { WebSocket } from 'ws';
import { all, asName, sentinels } from './sentinels.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const carried = {
  authorization: `Bearer ${sentinels.token}`,
  'x-api-key': sentinels.token,
  cookie: `session=${sentinels.token}`,
};

/** Sends a request whose answer does not matter. */
export type Send = (url: string, init?: RequestInit & { headers?: Record<string, string> }) => Promise<string>;

/** What is given to the gateway besides operations over HTTP: sockets, streams, logout tokens, identifiers of operations. */
export async function plantInGatewaysOtherDoors(gateway: string, token: string, send: Send): Promise<void> {
  const subscription = `subscription ${asName} { paymentChanged { id } }`;
  for (const authorization of [sentinels.token, all, `Bearer ${sentinels.token}.a.b`, `Bearer ${token}`]) {
    await onSocket(gateway, [
      { type: 'connection_init', payload: { authorization, [asName]: all } },
      { id: asName, type: 'subscribe', payload: { query: subscription, variables: { [asName]: all } } },
      { id: all, type: 'subscribe', payload: { query: `subscription { ${asName} }`, operationName: asName } },
    ]);
  }
  await onSocket(gateway, [all]);
  await send(`${gateway}/graphql`, {
    method: 'POST',
    headers: { ...JSON_TYPE, accept: 'text/event-stream' },
    body: JSON.stringify({ query: subscription, operationName: all, variables: { v: all } }),
  });
  await send(`${gateway}/backchannel-logout`, {
    method: 'POST',
    headers: FORM,
    body: new URLSearchParams({
      logout_token: `${sentinels.token}.${sentinels.token}.${sentinels.token}`,
      [asName]: all,
    }).toString(),
  });
  for (const body of [{ documentId: all }, { extensions: { persistedQuery: { version: 1, sha256Hash: all } } }]) {
    await send(`${gateway}/graphql`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
  }
}

/** What others send to the services: callbacks of the payment provider, events of payments. */
export async function plantInCallbacks(services: readonly string[], send: Send): Promise<void> {
  const event = { id: all, type: asName, subject: all, data: sentinels };
  const signed = {
    'webhook-id': sentinels.token,
    'webhook-timestamp': '1',
    'webhook-signature': `v1,${sentinels.token}`,
  };
  for (const service of services) {
    for (const path of ['/provider/callback', '/events/payments']) {
      for (const body of [JSON.stringify(event), JSON.stringify(event).slice(0, -3), all]) {
        await send(`${service}${path}?${asName}=${encodeURIComponent(all)}`, {
          method: 'POST',
          headers: { ...JSON_TYPE, ...signed, ...carried },
          body,
        });
      }
    }
  }
}

/** What agencies, operators and gateways send to the registry. @param key of an operator, so that some of it is read to the end */
export async function plantInRegistry(registry: string, key: string, send: Send): Promise<void> {
  const sdl = `"${all}" type Query { ${asName}: String }`;
  const publish = `mutation ($sdl: String!) { publishSubgraph(graph_id: "${all}", variant: "${all}", name: "${asName}", url: "https://${sentinels.token}.example", sdl: $sdl) { launch { id } } }`;
  for (const headers of [carried, { ...carried, 'x-api-key': key, authorization: `Bearer ${key}` }]) {
    for (const path of ['/graphql', '/rover', '/uplink', '/usage']) {
      for (const body of [
        JSON.stringify({ query: publish, variables: { sdl } }),
        JSON.stringify({ query: `query ${asName} { ${asName}(a: ${JSON.stringify(all)}) }`, operationName: all }),
        JSON.stringify({ id: all, graph: all, entries: [{ day: all, client: all, coordinates: { [all]: 1 } }] }),
        `{"query": "${all}`,
      ]) {
        await send(`${registry}${path}?token=${sentinels.token}`, {
          method: 'POST',
          headers: { ...JSON_TYPE, ...headers },
          body,
        });
      }
    }
    for (const path of ['artifacts', 'push', 'variants', 'launches', 'checks']) {
      await send(`${registry}/${path}/${encodeURIComponent(all)}/current?token=${sentinels.token}`, { headers });
    }
  }
  await send(`${registry}/login`, {
    method: 'POST',
    headers: FORM,
    body: new URLSearchParams({ token: sentinels.token, [asName]: all }).toString(),
  });
}

/** Sends messages one after the other, and waits until the socket is closed, or a moment. */
function onSocket(gateway: string, messages: readonly unknown[]): Promise<void> {
  return new Promise((resolve) => {
    const socket = new WebSocket(
      `${gateway.replace('http', 'ws')}/graphql?token=${sentinels.token}`,
      'graphql-transport-ws',
      {
        headers: { cookie: `session=${sentinels.token}`, 'user-agent': all },
      },
    );
    const left = messages.map((message) => (typeof message === 'string' ? message : JSON.stringify(message)));
    const sendNext = () => {
      const next = left.shift();
      if (next === undefined) setTimeout(() => socket.close(), 200);
      else socket.send(next);
    };
    socket.on('open', sendNext);
    socket.on('message', sendNext);
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    setTimeout(() => socket.terminate(), 2_000).unref();
  });
}
