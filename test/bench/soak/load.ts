import { setTimeout as pause } from 'node:timers/promises';
import { readFileSync } from 'node:fs';
import { projectFile } from '../../../platform/project-root.ts';
import { LOST_MS_HEADER } from './balancer.ts';
import { judge, type Seen, type Verdict } from './judge.ts';
import type { Tally } from './tally.ts';

/** What the load needs to know. */
export interface LoadOptions {
  url: string;
  /** Valid ones, of several citizens; renewed now and then. */
  tokens(): readonly string[];
  /** Subgraphs whose failure is accounted for now. */
  faulted(): ReadonlySet<string>;
  tally(): Tally;
  /** What else goes on, for a failure. */
  circumstances(): string;
  clients: number;
  streams: number;
}

interface Question {
  kind: string;
  query: string;
  variables?: Record<string, unknown>;
  isAnonymous?: boolean;
  /** Whether making it twice is making it once. */
  isRepeatable?: boolean;
}

const account = readFileSync(projectFile('schema', 'operations', 'account.graphql'), 'utf8');
const towns = ['Leipzig', 'Rotenburg', 'Chemnitz', 'Dresden', 'Bonn', 'Scheeßel', 'Köln', 'Halle'];
const THINK_MS = 40;
const STREAM_PAUSE_MS = 250;

/** Weighted by how often each stands here. */
const questions: readonly ((turn: number) => Question)[] = [
  () => ({ kind: 'account', query: account }),
  () => ({ kind: 'account', query: account }),
  () => ({ kind: 'account', query: account }),
  () => ({ kind: 'me', query: '{ me { name { full } assurance } }' }),
  () => ({ kind: 'me', query: '{ me { name { full } assurance } }' }),
  (turn) => ({
    kind: 'directory',
    query:
      'query ($q: String) { authorities(query: $q, first: 5) { nodes { name level contact { address { city } } } } }',
    variables: { q: towns[turn % towns.length] },
    isAnonymous: true,
  }),
  (turn) => ({
    kind: 'directory',
    // Always another one, so that the directory is asked.
    query: 'query ($q: String) { services(query: $q, first: 3) { nodes { title types } } }',
    variables: { q: `Zulassung ${turn}` },
    isAnonymous: true,
  }),
  () => ({ kind: 'introspection', query: '{ __typename __schema { queryType { name } } }', isAnonymous: true }),
  (turn) => ({
    kind: 'mutation',
    query: 'mutation ($phone: String) { updateContact(input: { phone: $phone }) { problems { code } } }',
    variables: { phone: `+4934112${String(turn % 100_000).padStart(5, '0')}` },
    isRepeatable: true,
  }),
];

/** Keeps asking until it is told to stop. */
export function startLoad(options: LoadOptions): { stop(): Promise<void> } {
  const state = { isOver: false };
  const clients = Array.from({ length: options.clients }, (_, index) => askOn(options, index, state));
  const ending = new AbortController();
  const streams = Array.from({ length: options.streams }, (_, index) => follow(options, index, ending.signal));
  return {
    async stop() {
      state.isOver = true;
      await Promise.all(clients);
      ending.abort();
      await Promise.all(streams);
    },
  };
}

async function askOn(options: LoadOptions, client: number, state: { isOver: boolean }): Promise<void> {
  for (let turn = client * 1_000_003; !state.isOver; turn += 1) {
    const question = questions[turn % questions.length]!(turn);
    const { verdict, ms } = await asked(options, question, turn);
    options.tally().count(question.kind, verdict, ms, options.circumstances);
    await pause(Math.random() * 2 * THINK_MS);
  }
}

async function asked(
  options: LoadOptions,
  question: Question,
  turn: number,
): Promise<{ verdict: Verdict; ms: number }> {
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    const faulted = new Set(options.faulted());
    const seen = await ask(options, question, turn);
    for (const name of options.faulted()) faulted.add(name);
    if (typeof seen === 'object') return { verdict: judge(seen, faulted), ms: performance.now() - startedAt };
    if (!question.isRepeatable || attempt > 3) return { verdict: `failed: ${seen}`, ms: performance.now() - startedAt };
    options.tally().askedAgain += 1;
  }
}

/** @returns what came, or why it is not known whether anything was done */
async function ask(
  options: LoadOptions,
  { query, variables, isAnonymous }: Question,
  turn: number,
): Promise<Seen | string> {
  const tokens = options.tokens();
  const authorization = isAnonymous ? {} : { authorization: `Bearer ${tokens[turn % tokens.length]}` };
  const startedAt = performance.now();
  try {
    const response = await fetch(`${options.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ query, variables }),
    });
    const text = await response.text();
    if (response.status === 502) return text;
    const lostMs = Number(response.headers.get(LOST_MS_HEADER) ?? 0);
    return { status: response.status, text, ms: performance.now() - startedAt, lostMs };
  } catch (error) {
    return `no answer (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Follows events, and subscribes again when the stream ends, as clients do. */
async function follow(options: LoadOptions, index: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const tokens = options.tokens();
    try {
      const response = await fetch(`${options.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${tokens[index % tokens.length]}`,
        },
        body: JSON.stringify({ query: 'subscription { paymentChanged { id status } }' }),
        signal,
      });
      if (response.status === 200) options.tally().streams += 1;
      else options.tally().fail(`stream failed: status ${response.status} ${(await response.text()).slice(0, 100)}`);
      for await (const _ of response.body ?? []);
    } catch {
      // The gateway it came through is gone, or the load is over.
    }
    if (!signal.aborted) await pause(STREAM_PAUSE_MS);
  }
}
