import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A span as it came over OTLP/HTTP, with the name of the service that sent it. */
export interface ReceivedSpan {
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  /** 1 internal, 2 server, 3 client. */
  kind: number;
  startedAt: bigint;
  endedAt: bigint;
  /** 2 is an error. */
  status: number;
  attributes: Record<string, unknown>;
}

type Attribute = { key: string; value: Record<string, unknown> };
type SpanJson = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status?: { code?: number };
  attributes: Attribute[];
};
type Payload = {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SpanJson[] }[] }[];
};

export interface OtlpReceiver {
  url: string;
  spans: ReceivedSpan[];
  /** Everything that came, as it came. */
  text(): string;
  close(): Promise<void>;
}

function valuesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

function read(payload: Payload): ReceivedSpan[] {
  return payload.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ startTimeUnixNano, endTimeUnixNano, status, attributes, ...span }) => ({
        ...span,
        service,
        startedAt: BigInt(startTimeUnixNano),
        endedAt: BigInt(endTimeUnixNano),
        status: status?.code ?? 0,
        attributes: valuesOf(attributes),
      }));
  });
}

/** A small receiver of OTLP/HTTP in JSON. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const payloads: Payload[] = [];
  const spans: ReceivedSpan[] = [];
  const server = createServer((request, response) => {
    void json(request).then((payload) => {
      if (request.url !== '/v1/traces') return response.writeHead(404).end();
      payloads.push(payload as Payload);
      spans.push(...read(payload as Payload));
      return response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    text: () => JSON.stringify(payloads),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
