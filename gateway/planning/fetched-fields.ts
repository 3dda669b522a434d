import type { KnownTypes, Types } from './known-types.ts';
import { both } from './known-types.ts';
import { placeOf } from './places.ts';
import type { EntityPart, PathSegment, Plan, RequiredSelection } from './plan.ts';
import { writtenFields } from './written-fields.ts';
import type { WrittenField } from './written-fields.ts';

/** What a subgraph answers at a place. */
interface Answered {
  base: string;
  /** For objects of which types. */
  around: Types;
  /** Of which types objects from this subgraph may be. */
  from: Types;
}

/** For objects of which types a plan fetches the fields at each place; places as in `Written`. */
export class FetchedFields {
  readonly known: KnownTypes;
  /** What a subgraph is asked for though it does not know objects of such a type. */
  stranger: string | undefined;
  private readonly fields = new Map<string, Types>();
  /** By place: of which types the objects there may be. */
  private readonly objects = new Map<string, Types>([['', undefined]]);

  constructor({ fetches }: Plan, known: KnownTypes) {
    this.known = known;
    for (const fetch of fetches) {
      const { root, entities } = writtenFields(fetch);
      const from = known.inSubgraph(fetch.subgraph);
      this.add(root, { base: placeOf(fetch.path), around: undefined, from });
      for (const part of fetch.entities) {
        const written = entities.get(part.alias) ?? [];
        for (const path of part.paths) {
          this.add(written, { base: placeOf(path), around: this.represented(part, path, fetch.subgraph), from });
        }
      }
    }
  }

  /** Whether others get the field, but not an object of this type, though it may be one. */
  lacks(base: string, place: string, type: string): boolean {
    return this.fields.has(place) && !includes(this.fields, place, type) && includes(this.objects, base, type);
  }

  private add(fields: readonly WrittenField[], { base, around, from }: Answered): void {
    for (const { key, type, fields: inner } of fields) {
      const place = `${base}/${key}`;
      join(this.fields, place, type === undefined ? around : both(around, this.known.possible(type)));
      if (inner.length === 0) continue;
      join(this.objects, place, from);
      this.add(inner, { base: place, around: undefined, from });
    }
  }

  /** Of which types the entities may be that a fetch is for. */
  private represented({ requires, inputRewrites }: EntityPart, path: readonly PathSegment[], subgraph: string): Types {
    const base = placeOf(path);
    const types = new Set(
      requires.flatMap((each) => (each.kind === 'type' ? [...(this.known.possible(each.name) ?? [])] : [])),
    );
    const last = path.findLastIndex(({ kind }) => kind === 'field');
    const onWay = path.slice(last + 1).flatMap((each) => (each.kind === 'type' ? [each.names] : []));
    const represented = [...types].filter(
      (type) =>
        onWay.every((names) => this.isOneOf(names, type)) &&
        this.required(requires, type).every(
          (key) => key === '__typename' || includes(this.fields, `${base}/${key}`, type),
        ),
    );
    const renamed = inputRewrites.flatMap(({ kind, path: [first] }) =>
      kind === 'set' && first?.kind === 'type' ? first.names : [],
    );
    const stranger = represented.find(
      (type) => !this.known.knows(subgraph, type) && !this.isOneOf(renamed, type) && includes(this.objects, base, type),
    );
    if (stranger !== undefined) this.stranger ??= `"${subgraph}" for ${base} of ${stranger}`;
    return new Set(represented);
  }

  private isOneOf(names: readonly string[], type: string): boolean {
    return names.some((name) => this.known.possible(name)?.has(type));
  }

  private required(selections: readonly RequiredSelection[], type: string): string[] {
    return selections.flatMap((selection) => {
      if (selection.kind === 'field') return [selection.key];
      return this.known.possible(selection.name)?.has(type) ? this.required(selection.selections, type) : [];
    });
  }
}

function join(all: Map<string, Types>, place: string, types: Types): void {
  const before = all.get(place);
  const isForAll = types === undefined || (all.has(place) && before === undefined);
  all.set(place, isForAll ? undefined : new Set([...(before ?? []), ...types]));
}

function includes(all: ReadonlyMap<string, Types>, place: string, type: string): boolean {
  return all.has(place) && (all.get(place)?.has(type) ?? true);
}
