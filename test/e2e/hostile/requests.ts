import { connect } from 'node:net';
import { stopwatch } from '../../testkit/stopwatch.ts';

/** What came back, whatever it was. */
export interface Reply {
  /** 0 where the connection was closed without a word. */
  status: number;
  headers: Headers;
  /** The body; of what was sent as bytes, all that was answered. */
  text: string;
  /** The body, where it is JSON. */
  json: Answer | undefined;
  /** Milliseconds until it was there, without what the host of the machine took. */
  ms: number;
}

export interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: Record<string, unknown>; path?: (string | number)[] }[];
  extensions?: unknown;
}

/** The gateway that is attacked, and what an attacker may have besides. */
export interface Target {
  /** Origin of the gateway. */
  url: string;
  /** Of the attacker, who is a citizen as well: logged in at the highest level. */
  token: string;
  /** The same person with a password only. */
  weakToken: string;
  /** Of another citizen. */
  otherToken: string;
  /** Origins of the services behind the gateway, for those who find them. */
  services: Readonly<Record<string, string>>;
}

/** Answers of GraphQL with a status that says what they are. */
const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';
/** Longer than anything may take, so that a hanging request fails by its time and not by the test's. */
const PATIENCE_MS = 12_000;

function parsed(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}

/** A request with `fetch`. */
export async function send(url: string, init: RequestInit = {}): Promise<Reply> {
  const elapsed = stopwatch();
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS), ...init });
  const text = await response.text();
  const { status, headers } = response;
  return { status, headers, text, json: parsed(text), ms: elapsed() };
}

/** A body as it is, to `/graphql`. */
export function post(
  { url }: Pick<Target, 'url'>,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const given = { accept: ACCEPT, 'content-type': 'application/json', ...headers };
  return send(`${url}/graphql`, { method: 'POST', headers: given, body });
}

/** A request by GET, with the header that a page of somebody else cannot set. */
export function get(
  { url }: Pick<Target, 'url'>,
  search: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return send(`${url}/graphql?${search}`, { headers: { accept: ACCEPT, 'apollo-require-preflight': '1', ...headers } });
}

/** `Authorization` of the attacker. */
export const loggedIn = ({ token }: Target): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** A document, as a citizen or, without a token, as nobody. */
export function ask(
  target: Target,
  query: string,
  { variables, as = 'citizen', headers = {} }: AskOptions = {},
): Promise<Reply> {
  const who = as === 'citizen' ? loggedIn(target) : {};
  return post(target, JSON.stringify({ query, variables }), { ...who, ...headers });
}

export interface AskOptions {
  variables?: unknown;
  as?: 'citizen' | 'nobody';
  headers?: Record<string, string>;
}

/** How long a server may say more after an answer that is complete, milliseconds. */
const MORE_MS = 60;

/** Whether an answer with a length is there in full. */
function isComplete(said: string): boolean {
  const end = said.indexOf('\r\n\r\n');
  if (end < 0 || said.startsWith('HTTP/1.1 1')) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(said.slice(0, end))?.[1];
  return length !== undefined && said.length - end - 4 >= Number(length);
}

function headersOf(said: string): Headers {
  const headers = new Headers();
  for (const line of said.split('\r\n\r\n')[0]?.split('\r\n').slice(1) ?? []) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** Bytes of any kind, over a connection of their own. Waits for the answer, and a little for what should not follow. */
export function raw({ url }: Pick<Target, 'url'>, bytes: string, { waitMs = 2_000 } = {}): Promise<Reply> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const elapsed = stopwatch();
    let [said, ms] = ['', 0];
    const socket = connect(Number(port), hostname, () => socket.write(bytes, 'latin1'));
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0);
      const body = said.slice(said.indexOf('\r\n\r\n') + 4);
      resolve({
        status,
        headers: headersOf(said),
        text: said,
        json: parsed(body),
        ms: ms || elapsed(),
      });
    };
    let timer = setTimeout(end, waitMs);
    socket.on('data', (chunk) => {
      ms ||= elapsed();
      said += chunk.toString('latin1');
      if (!isComplete(said)) return;
      clearTimeout(timer);
      timer = setTimeout(end, MORE_MS);
    });
    socket.on('error', () => undefined);
    socket.on('close', end);
  });
}

/** A body that every gateway answers. */
export const OK = '{"query":"{ __typename }"}';
/** The head of a request by POST, without its last headers. */
export const HEAD = 'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n';
export const WITH_LENGTH = `content-length: ${OK.length}\r\n\r\n${OK}`;

/** So many of something, one after the other. */
export const times = (count: number, one: string | ((index: number) => string)): string =>
  Array.from({ length: count }, (_, index) => (typeof one === 'string' ? one : one(index))).join(' ');
