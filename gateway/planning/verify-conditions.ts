import { Kind, parse } from 'graphql';
import type { SelectionSetNode } from 'graphql';
import { valuesRead } from './dependencies.ts';
import { placeOf } from './places.ts';
import type { Plan } from './plan.ts';
import { conditionTexts } from './selection-conditions.ts';
import { writtenFields } from './written-fields.ts';
import type { WrittenField } from './written-fields.ts';

/** The plan would fetch what nobody may have asked for. */
export class LostConditionError extends Error {
  override readonly name = 'LostConditionError';
}

/** By place, as in `Written`: what must hold for anything at that place to be asked for. */
type Asked = Map<string, Set<string>>;

const HAS_CONDITIONS = /@(?:include|skip)\b/;

/**
 * Refuses a plan that fetches under fewer conditions than the operation asks under: were the value to fail, the client would read of a
 * failure in what it left out. What a representation reads is fetched for that one.
 * @param operation in the form that planners get
 * @throws LostConditionError
 */
export function verifyConditions(plan: Plan, operation: string): void {
  if (!HAS_CONDITIONS.test(operation)) return;
  const asked = askedUnder(operation);
  const read = new Set(plan.fetches.flatMap((fetch) => [...valuesRead(fetch)]));
  for (const fetch of plan.fetches) {
    const { root, entities } = writtenFields(fetch);
    const own = fetch.when.map(({ variable, is }) => (is ? variable : `!${variable}`));
    const verifyAt = (fields: readonly WrittenField[], base: string): void => {
      verifyFields(fields, { base, under: new Set([...own, ...(asked.get(base) ?? [])]), asked, read });
    };
    verifyAt(root, placeOf(fetch.path));
    for (const { alias, paths } of fetch.entities) {
      for (const path of paths) verifyAt(entities.get(alias) ?? [], placeOf(path));
    }
  }
}

interface Fetched {
  base: string;
  /** What holds wherever the fields are fetched. */
  under: ReadonlySet<string>;
  asked: Asked;
  /** Places that representations read. */
  read: ReadonlySet<string>;
}

function verifyFields(fields: readonly WrittenField[], { base, under, asked, read }: Fetched): void {
  for (const { key, name, conditions, fields: inner } of fields) {
    const place = `${base}/${key}`;
    const known = conditions.length === 0 ? under : new Set([...under, ...conditions]);
    const lost = [...(asked.get(place) ?? [])].filter((condition) => !known.has(condition));
    if (lost.length > 0 && name !== '__typename' && !read.has(place)) {
      throw new LostConditionError(`The plan fetches ${place} without the condition ${lost.join(', ')}.`);
    }
    verifyFields(inner, { base: place, under: known, asked, read });
  }
}

function askedUnder(operation: string): Asked {
  const asked: Asked = new Map();
  for (const definition of parse(operation, { noLocation: true }).definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) addAsked(definition.selectionSet, '', new Set(), asked);
  }
  return asked;
}

function addAsked({ selections }: SelectionSetNode, base: string, outer: ReadonlySet<string>, asked: Asked): void {
  for (const selection of selections) {
    const under = new Set([...outer, ...conditionTexts(selection.directives)]);
    if (selection.kind === Kind.FIELD) {
      const place = `${base}/${selection.alias?.value ?? selection.name.value}`;
      const before = asked.get(place);
      asked.set(place, before ? new Set([...before].filter((each) => under.has(each))) : under);
      if (selection.selectionSet) addAsked(selection.selectionSet, place, under, asked);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) addAsked(selection.selectionSet, base, under, asked);
  }
}
