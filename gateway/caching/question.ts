import { hash } from 'node:crypto';
import type { SubgraphError } from '../execution/transport/subgraph-error.ts';
import type { SubgraphGraphQLError, SubgraphResponse } from '../execution/transport/subgraph-transport.ts';
import type { Place } from './cache-store.ts';
import type { FetchPolicy, PartPolicy } from './fetch-policy.ts';
import { entityTags, rootTags } from './tags.ts';

/** One thing that a request asks for and that is kept by itself: an entity, or all its root fields together. */
export interface Item extends Place {
  /** Seconds that it may be kept. */
  maxAge: number;
  /** Response key of the `_entities` field and the position in it; undefined for root fields. */
  at: { alias: string; index: number } | undefined;
}

interface Body {
  query: string;
  variables?: Record<string, unknown>;
}

type Representation = Readonly<Record<string, unknown>>;

/** A request to a subgraph, taken apart into what is kept by itself. */
export class Question {
  readonly items: readonly Item[];
  private readonly body: Body;
  private readonly policy: FetchPolicy;

  /** @param body JSON, as the engine wrote it */
  constructor(policy: FetchPolicy, body: string, language: string) {
    this.policy = policy;
    this.body = JSON.parse(body) as Body;
    this.items = policy.parts.flatMap((part) => {
      const { variables = {} } = this.body;
      const values = part.variables.map((name) => [name, variables[name]]);
      const common = JSON.stringify([policy.version, policy.subgraph, language, part.selection, values]);
      return this.itemsOf(part, common);
    });
  }

  /** The request for some of the items alone. */
  bodyFor(wanted: ReadonlySet<Item>): string {
    if (wanted.size === this.items.length) return JSON.stringify(this.body);
    const variables = { ...this.body.variables };
    for (const part of this.policy.parts) {
      const items = this.items.filter(({ at }) => at?.alias === part.alias);
      const all = this.representations(part);
      variables[part.representations ?? ''] = all.filter((_, index) => wanted.has(items[index]!));
    }
    return JSON.stringify({ ...this.body, variables });
  }

  /** What a subgraph answered to `bodyFor(wanted)`, item by item; undefined when something is wrong with it. */
  valuesIn({ data, errors }: SubgraphResponse, wanted: readonly Item[]): Map<Item, unknown> | undefined {
    if (!data || (errors && errors.length > 0)) return undefined;
    const values = new Map<Item, unknown>();
    for (const part of this.policy.parts) {
      if (part.alias === undefined) return new Map(wanted.map((item) => [item, data]));
      const items = wanted.filter(({ at }) => at?.alias === part.alias);
      const entities = data[part.alias];
      if (!Array.isArray(entities) || entities.length !== items.length) return undefined;
      items.forEach((item, index) => values.set(item, entities[index] ?? null));
    }
    return values;
  }

  /** The answer to the whole request, of items that all have a value. */
  response(values: ReadonlyMap<Item, unknown>): SubgraphResponse {
    const data: Record<string, unknown> = {};
    for (const { alias } of this.policy.parts) if (alias !== undefined) data[alias] = [];
    for (const item of this.items) {
      const value = values.get(item) ?? null;
      if (!item.at) return { data: value as Record<string, unknown> };
      (data[item.at.alias] as unknown[])[item.at.index] = value;
    }
    return { data };
  }

  /** The answer to the whole request where some items have no value, but failed. */
  failed(values: ReadonlyMap<Item, unknown>, { message, code }: SubgraphError): SubgraphResponse {
    const errors = this.without(values).map((item) => errorAt(item, { message, extensions: { code } }));
    return { ...this.response(values), errors };
  }

  /** The answer to the whole request, of values and of what was answered to `bodyFor` of the items that have none, errors included. */
  completed(values: ReadonlyMap<Item, unknown>, { data, errors = [] }: SubgraphResponse): SubgraphResponse {
    const all = new Map(values);
    const moved: SubgraphGraphQLError[] = [];
    for (const { alias } of this.policy.parts) {
      const items = this.without(values).filter(({ at }) => at?.alias === alias);
      const entities = data?.[alias ?? ''];
      if (Array.isArray(entities) && entities.length === items.length) {
        items.forEach((item, index) => all.set(item, entities[index]));
        for (const error of errors) if (error.path?.[0] === alias) moved.push(movedTo(items, error));
      } else {
        const [why = unusable] = errors;
        for (const item of items) moved.push(errorAt(item, why));
      }
    }
    return moved.length > 0 ? { ...this.response(all), errors: moved } : this.response(all);
  }

  private without(values: ReadonlyMap<Item, unknown>): Item[] {
    return this.items.filter((item) => !values.has(item));
  }

  private itemsOf(part: PartPolicy, common: string): Item[] {
    const { subgraph, keyFields } = this.policy;
    const { alias, maxAge } = part;
    if (alias === undefined) return [{ key: keyOf(common), tags: rootTags(subgraph, part), maxAge, at: undefined }];
    return this.representations(part).map((representation, index) => ({
      key: keyOf(common, JSON.stringify(representation)),
      tags: entityTags(subgraph, part, representation, keyFields(String(representation['__typename']))),
      maxAge,
      at: { alias, index },
    }));
  }

  private representations({ representations }: PartPolicy): Representation[] {
    return (this.body.variables?.[representations ?? ''] ?? []) as Representation[];
  }
}

const unusable: SubgraphGraphQLError = { message: '', extensions: { code: 'SUBGRAPH_BAD_RESPONSE' } };

function errorAt({ at }: Item, { message, extensions = {} }: SubgraphGraphQLError): SubgraphGraphQLError {
  return { message, extensions, path: at ? [at.alias, at.index] : [] };
}

/** An error whose position counts among some items, as one among all. */
function movedTo(items: readonly Item[], error: SubgraphGraphQLError): SubgraphGraphQLError {
  const [, position, ...rest] = error.path ?? [];
  const { at } = items[Number(position)] ?? {};
  return at ? { ...error, path: [at.alias, at.index, ...rest] } : error;
}

function keyOf(common: string, own = ''): string {
  return hash('sha256', `${common}\n${own}`, 'base64url').slice(0, 32);
}
