import { setTimeout as delay } from 'node:timers/promises';
import { parseJson } from '../execution/transport/secure-json.ts';
import { SubgraphError } from '../execution/transport/subgraph-error.ts';
import type { SubgraphResponse } from '../execution/transport/subgraph-transport.ts';
import type { CacheStore } from './cache-store.ts';
import type { FetchPolicy } from './fetch-policy.ts';
import { Question, type Item } from './question.ts';
import { goneTags, type Invalidation } from './tags.ts';

/** A request to a subgraph whose answer is everybody's, as far as its schema says. */
export interface PublicRequest {
  policy: FetchPolicy;
  /** JSON. */
  body: string;
  /** In which texts come: `accept-language`. */
  language: string;
  /** Epoch milliseconds. */
  deadline: number;
  /** Whether the caller is not logged in. */
  isFromNobody: boolean;
  /** Asks the subgraph on behalf of nobody. */
  asNobody: (body: string) => Promise<SubgraphResponse>;
  /** Asks it on behalf of the caller. */
  asCaller: (body: string) => Promise<SubgraphResponse>;
}

export interface PublicAnswer {
  response: SubgraphResponse;
  /** How long others may keep it, seconds; 0 for what is not kept here either. */
  secondsLeft: number;
}

/** What the cache was asked for, and had. */
export interface Lookups {
  subgraph: string;
  hits: number;
  misses: number;
  /** Not kept yet, but on the way for somebody else. */
  joined: number;
}

/** What is on its way for somebody; undefined when it cannot be shared. */
interface Coming {
  text: Promise<string | undefined>;
  /** Epoch milliseconds. */
  startedAt: number;
  deadline: number;
}

/** What a question to a subgraph brought. */
type Outcome = Map<Item, unknown> | SubgraphResponse | SubgraphError;

/** How long after it was sent a question is joined by others, milliseconds: one that hangs must not hold up all who come after it. */
const JOINABLE_MS = 1_000;
/** Entities in one request that are looked up one by one. */
const MOST_ITEMS = 300;

/**
 * Keeps public data. Threat: what one citizen may see is kept, and given to another. Rule: only what the schema calls public is looked at
 * (read-policy.ts), and what is kept was asked for without any citizen, so that a subgraph could not put anybody's own data into it. Where it
 * answers nobody with an error, the caller's own question is put, and nothing is kept.
 */
export class PublicCache {
  private readonly store: CacheStore;
  private readonly onLookups: (lookups: Lookups) => void;
  private readonly coming = new Map<string, Coming>();

  constructor(store: CacheStore, onLookups: (lookups: Lookups) => void = () => undefined) {
    this.store = store;
    this.onLookups = onLookups;
  }

  /** @throws SubgraphError */
  async fetch(request: PublicRequest): Promise<PublicAnswer> {
    const question = new Question(request.policy, request.body, request.language);
    const { items } = question;
    if (items.length > MOST_ITEMS) return uncertain(await request.asCaller(request.body));
    const { kept, moment } = await this.store.read(items);
    const values = new Map<Item, unknown>();
    const joined = new Map<Item, Coming>();
    let secondsLeft = Infinity;
    items.forEach((item, index) => {
      const found = kept[index];
      const coming = found ? undefined : this.joinable(item.key, request.deadline);
      if (found) values.set(item, parseJson(found.text));
      if (coming) joined.set(item, coming);
      secondsLeft = Math.min(secondsLeft, found?.secondsLeft ?? item.maxAge - secondsSince(coming?.startedAt));
    });
    const own = items.filter((item) => !values.has(item) && !joined.has(item));
    this.onLookups({ subgraph: request.policy.subgraph, hits: values.size, misses: own.length, joined: joined.size });
    const [outcome] = await Promise.all([this.lead(request, question, own, moment), take(joined, values, request)]);
    if (outcome instanceof Map) for (const [item, value] of outcome) values.set(item, value);
    if (outcome instanceof SubgraphError) {
      if (values.size === 0) throw outcome;
      return uncertain(question.failed(values, outcome));
    }
    if (values.size < items.length)
      return uncertain(await completed(request, question, values, { outcome, asked: own.length }));
    const isWhole = [...values].every(([item, value]) => isKept(item, value));
    const response = question.response(values);
    if (own.length + joined.size === 0) response.isKept = true;
    return { response, secondsLeft: isWhole ? secondsLeft : 0 };
  }

  /** Forgets, at all gateways that share the store. @throws when that is not sure */
  async invalidate(invalidation: Invalidation): Promise<void> {
    this.coming.clear();
    await this.store.invalidate(goneTags(invalidation));
  }

  size(): { entries: number; bytes: number } {
    return this.store.size();
  }

  private joinable(key: string, deadline: number): Coming | undefined {
    const coming = this.coming.get(key);
    return coming && coming.deadline <= deadline && Date.now() - coming.startedAt < JOINABLE_MS ? coming : undefined;
  }

  /** Asks for what nobody else asks for, and lets others join. */
  private async lead(
    request: PublicRequest,
    question: Question,
    own: readonly Item[],
    moment: number,
  ): Promise<Outcome> {
    if (own.length === 0) return new Map();
    const asking = ask(request, question, own);
    const texts = asking.then(textsOf);
    const startedAt = Date.now();
    for (const item of own) {
      const text = texts.then((all) => all.get(item));
      const coming = { text, startedAt, deadline: request.deadline };
      this.coming.set(item.key, coming);
      void text.finally(() => {
        if (this.coming.get(item.key) === coming) this.coming.delete(item.key);
      });
    }
    const outcome = await asking;
    const all = await texts;
    const entries = [...all].flatMap(([item, text]) => {
      const { key, tags, maxAge } = item;
      const value = outcome instanceof Map ? outcome.get(item) : null;
      return isKept(item, value) ? [{ key, tags, text, seconds: maxAge }] : [];
    });
    if (entries.length > 0) void this.store.write(entries, moment);
    return outcome;
  }
}

async function ask(request: PublicRequest, question: Question, own: readonly Item[]): Promise<Outcome> {
  try {
    const response = await request.asNobody(question.bodyFor(new Set(own)));
    return question.valuesIn(response, own) ?? response;
  } catch (error) {
    if (error instanceof SubgraphError) return error;
    return new SubgraphError('SUBGRAPH_BAD_RESPONSE', request.policy.subgraph, String(error));
  }
}

/** JSON of each value, made before anybody can write into it. */
function textsOf(outcome: Outcome): Map<Item, string> {
  if (!(outcome instanceof Map)) return new Map();
  return new Map([...outcome].map(([item, value]) => [item, JSON.stringify(value)]));
}

/** What is still missing is what the caller is answered, who may be nobody and has been answered then. */
async function completed(
  request: PublicRequest,
  question: Question,
  values: ReadonlyMap<Item, unknown>,
  { outcome, asked }: { outcome: Exclude<Outcome, SubgraphError>; asked: number },
): Promise<SubgraphResponse> {
  const missing = new Set(question.items.filter((item) => !values.has(item)));
  const isAnswered = request.isFromNobody && !(outcome instanceof Map) && missing.size === asked;
  const response = isAnswered ? outcome : await request.asCaller(question.bodyFor(missing));
  return values.size === 0 ? response : question.completed(values, response);
}

/** Something that is not there now may be there in a moment: it is shared, and not kept. */
function isKept({ at }: Item, value: unknown): boolean {
  if (at || value === null) return value !== null;
  return !Object.values(value as object).includes(null);
}

/** Waits for what is on its way for others, not beyond the own deadline. */
async function take(
  joined: ReadonlyMap<Item, Coming>,
  values: Map<Item, unknown>,
  { deadline }: PublicRequest,
): Promise<void> {
  if (joined.size === 0) return;
  const waiting = new AbortController();
  const late = delay(Math.max(0, deadline - Date.now()), undefined, { signal: waiting.signal, ref: false }).catch(
    () => undefined,
  );
  await Promise.all(
    [...joined].map(async ([item, { text }]) => {
      const found = await Promise.race([text, late]);
      if (found !== undefined) values.set(item, parseJson(found));
    }),
  );
  waiting.abort();
}

function uncertain(response: SubgraphResponse): PublicAnswer {
  return { response, secondsLeft: 0 };
}

const secondsSince = (startedAt = Date.now()): number => (Date.now() - startedAt) / 1_000;
