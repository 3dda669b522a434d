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

  /** The answer to the whole request. Items without a value failed, for this reason. */
  response(values: ReadonlyMap<Item, unknown>, failure?: SubgraphError): SubgraphResponse {
    const data: Record<string, unknown> = {};
    const errors: SubgraphGraphQLError[] = [];
    for (const { alias } of this.policy.parts) if (alias !== undefined) data[alias] = [];
    for (const item of this.items) {
      const value = values.get(item) ?? null;
      if (!item.at) return { data: value as Record<string, unknown> };
      const { alias, index } = item.at;
      (data[alias] as unknown[])[index] = value;
      if (failure && !values.has(item)) {
        errors.push({ message: failure.message, path: [alias, index], extensions: { code: failure.code } });
      }
    }
    return errors.length > 0 ? { data, errors } : { data };
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

function keyOf(common: string, own = ''): string {
  return hash('sha256', `${common}\n${own}`, 'base64url').slice(0, 32);
}
