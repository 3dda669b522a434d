import fastifyHelmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';

const ofTheAnswerItself = new Set(['content-type', 'content-length', 'date', 'connection', 'keep-alive']);

/** What helmet says for answers that are data: nothing in them may load or frame anything. Asked once, since it says the same every time. */
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
      value === undefined || ofTheAnswerItself.has(name) ? [] : [[name, String(value)]],
    ),
  );
}

/** Puts helmet's headers on every answer; pages that need others set their own over them. */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  const headers = await helmetHeaders();
  app.addHook('onRequest', (_request, reply, next) => {
    reply.headers(headers);
    next();
  });
}
