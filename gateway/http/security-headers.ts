import fastifyHelmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';

const ofTheAnswerItself = ['content-type', 'content-length', 'date', 'connection', 'keep-alive'];

/** Of these browsers and plug-ins take notice only with a page. */
const ofPages = [
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];

const leftOut = new Set([...ofTheAnswerItself, ...ofPages]);

let asked: Promise<Readonly<Record<string, string>>> | undefined;

/** What helmet says for answers that are data: nothing in them may load or frame anything. Asked once, since it says the same every time. */
export function securityHeaders(): Promise<Readonly<Record<string, string>>> {
  return (asked ??= helmetHeaders());
}

async function helmetHeaders(): Promise<Record<string, string>> {
  const probe = fastify();
  await probe.register(fastifyHelmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  });
  probe.get('/', () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || leftOut.has(name) ? [] : [[name, String(value)]],
    ),
  );
}

/** Puts these headers on every answer that Fastify sends, unless it says something else there, as pages do. */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  const headers = Object.entries(await securityHeaders());
  app.addHook('onSend', (_request, reply, _payload, next) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    next();
  });
}
