import fastifyCookie from '@fastify/cookie';
import fastifyFormbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { html, type Html } from '../../../platform/html.ts';
import { languageOf } from '../../../platform/language.ts';
import type { Actor } from '../domain/actor.ts';
import type { AskInProcess } from '../http/graphql-endpoint.ts';
import type { Registry } from '../registry.ts';
import { findActor, findActorById } from '../storage/tokens.ts';
import { actions, type Action, type Form } from './actions.ts';
import { frame, page, pathOf, type PageContext } from './page.ts';
import { sessionSeconds, type PageSession, type PageSessions } from './session.ts';
import { stylesheet, stylesheetPath } from './stylesheet.ts';
import { texts } from './texts.ts';
import { views } from './views/all.ts';
import type { AnyView } from './views/view.ts';

export interface PageOptions {
  registry: Registry;
  sessions: PageSessions;
  ask: AskInProcess;
  /** Graph and variant that is shown first. */
  home: string;
}

/**
 * Threat: what agencies publish becomes markup or a script in an operator's session; another site frames the page or sends its forms.
 * Rule: every value is escaped (platform/html.ts), no scripts at all, one stylesheet of our own, no frames, a strict cookie, a secret in every form.
 */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};
const cookie = 'amtgraph-registry';

interface Visitor {
  actor: Actor;
  session: PageSession;
}

/** Mounts the registry's page: for people, without scripts, logged in by a token of the registry. */
export async function mountPage(app: FastifyInstance, options: PageOptions): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(fastifyCookie);
    await scope.register(fastifyFormbody);
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(securityHeaders));
    scope.get(stylesheetPath, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css').send(stylesheet),
    );
    mountLogin(scope, options);
    for (const view of views) mountView(scope, view, options);
    for (const action of actions) mountAction(scope, action, options);
  });
}

const send = (reply: FastifyReply, status: number, document: string) =>
  reply.status(status).type('text/html; charset=utf-8').send(document);

async function visitorOf(request: FastifyRequest, options: PageOptions): Promise<Visitor | undefined> {
  const session = await options.sessions.read(request.cookies[cookie]);
  const { db, clock } = options.registry;
  const actor = session && (await findActorById(db, session.tokenId, clock()));
  return actor && session ? { actor, session } : undefined;
}

function loginPage(request: FastifyRequest, problem?: string): string {
  const language = languageOf(request.headers['accept-language']);
  const text = texts[language];
  const content = html`<h1>${text.login}</h1>
    <p class="lead">${text.loginLead}</p>
    ${problem && html`<p class="notice problem" role="alert">${problem}</p>`}
    <form class="row" method="post" action="/login">
      <label
        >${text.token}<input
          name="token"
          type="password"
          required
          autocomplete="current-password"
          aria-describedby="hint"
          autofocus /></label
      ><button class="primary">${text.login}</button>
    </form>
    <p class="hint" id="hint">${text.tokenHint}</p>`;
  return frame({ title: text.login, content }, language);
}

function mountLogin(app: FastifyInstance, options: PageOptions): void {
  const { registry, sessions, home } = options;
  app.get('/', (_request, reply) => reply.redirect(pathOf(home, 'overview'), 303));
  app.get('/login', (request, reply) => send(reply, 200, loginPage(request)));
  app.post<{ Body: Form | undefined }>('/login', async (request, reply) => {
    const actor = await findActor(registry.db, request.body?.['token']?.trim() ?? '', registry.clock());
    const { tokenUnknown } = texts[languageOf(request.headers['accept-language'])];
    if (!actor || actor.role === 'gateway') return send(reply, 401, loginPage(request, tokenUnknown));
    reply.setCookie(cookie, await sessions.begin(actor.tokenId), {
      httpOnly: true,
      sameSite: 'strict',
      secure: registry.publicUrl.startsWith('https:'),
      path: '/',
      maxAge: sessionSeconds,
    });
    return reply.redirect('/', 303);
  });
  app.post<{ Body: Form | undefined }>('/logout', async (request, reply) => {
    const visitor = await visitorOf(request, options);
    if (visitor && sessions.isFormOf(visitor.session, request.body?.['form'])) reply.clearCookie(cookie, { path: '/' });
    return reply.redirect('/login', 303);
  });
}

function contextOf(request: FastifyRequest, { actor, session }: Visitor, ref: string): PageContext {
  const language = languageOf(request.headers['accept-language']);
  return { language, text: texts[language], actor, formToken: session.formToken, ref };
}

/** What went wrong, as a page; the API's own words, which are written for people. */
function problemPage(context: PageContext, message: string): string {
  const { text, ref } = context;
  const content = html`<h1>${text.failedTitle}</h1>
    <p class="notice problem" role="alert">${message}</p>
    <p><a href="${pathOf(ref, 'overview')}">${text.back}</a></p>`;
  return page({ title: text.failedTitle, content }, context);
}

const statuses: Record<string, number> = { FORBIDDEN: 403, NOT_FOUND: 404, INTERNAL_SERVER_ERROR: 500 };

function mountView(app: FastifyInstance, view: AnyView, options: PageOptions): void {
  app.get<{ Params: Form; Querystring: Form }>(view.path, async (request, reply) => {
    const visitor = await visitorOf(request, options);
    if (!visitor) return reply.redirect('/login', 303);
    const parameters = { ...request.query, ...request.params };
    const { data, errors } = await options.ask(visitor.actor, view.query, view.variables(parameters));
    const known = data && view.refOf?.(data as never);
    const context = contextOf(request, visitor, known ?? parameters['ref'] ?? options.home);
    const [error] = errors ?? [];
    if (error)
      return send(reply, statuses[String(error.extensions?.['code'])] ?? 400, problemPage(context, error.message));
    const content = view.render(data as never, context, parameters);
    return content
      ? send(reply, 200, page(content, context))
      : send(reply, 404, problemPage(context, context.text.notFound));
  });
}

function mountAction(app: FastifyInstance, action: Action, options: PageOptions): void {
  app.post<{ Params: Form; Body: Form | undefined }>(action.path, async (request, reply) => {
    const visitor = await visitorOf(request, options);
    if (!visitor) return reply.redirect('/login', 303);
    const form = request.body ?? {};
    const context = contextOf(request, visitor, form['ref'] ?? options.home);
    if (!options.sessions.isFormOf(visitor.session, form['form']))
      return send(reply, 403, problemPage(context, context.text.formOld));
    const { data, errors } = await options.ask(visitor.actor, action.query, action.variables(form, request.params));
    const [error] = errors ?? [];
    if (error)
      return send(reply, statuses[String(error.extensions?.['code'])] ?? 400, problemPage(context, error.message));
    if (data && action.isDone?.(data) === false) return send(reply, 409, problemPage(context, context.text.refused));
    const shown: Html | undefined = data ? action.show?.(data, context) : undefined;
    if (shown) return send(reply, 200, page({ title: context.text.done, content: shown }, context));
    return reply.redirect(nextOf(action, request.params, context.ref), 303);
  });
}

function nextOf({ next = 'overview' }: Action, parameters: Form, ref: string): string {
  return typeof next === 'function' ? next(parameters) : pathOf(ref, next);
}
