import { Kind, parse } from 'graphql';
import type { FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import type { PlanFetch, Rewrite } from './plan.ts';
import { callText } from './requirements.ts';
import { conditionTexts } from './selection-conditions.ts';

/** How the native planner's own aliases begin. */
const PLANNERS_ALIAS = '_internal_qp_alias';

/** A field that a fetch writes into the data: its key there, on objects of which type, and what is inside. */
export interface WrittenField {
  key: string;
  /** Name of the type condition around it. */
  type: string | undefined;
  fields: WrittenField[];
  /** Name of the field. */
  name: string;
  /** The field with its arguments, as the subgraph is asked for it. */
  call: string;
  /** Whether the planner chose the key; others are the client's. */
  isPlanners: boolean;
  /** What must hold for it to be fetched, besides what must hold for what is around it; see `conditionTexts`. */
  conditions: readonly string[];
}

/** What a fetch writes: root fields, or fields of entities by the alias of their `_entities` field. */
export interface WrittenFields {
  root: WrittenField[];
  entities: Map<string, WrittenField[]>;
}

/** All that looks at a plan asks this of its fetches: each text is read once. */
const known = new WeakMap<PlanFetch, WrittenFields>();

/** Reads from a fetch's own text what it will write. A field that a rewrite renames is listed under both keys. */
export function writtenFields(fetch: PlanFetch): WrittenFields {
  const before = known.get(fetch);
  if (before) return before;
  const written = read(fetch);
  known.set(fetch, written);
  return written;
}

function read(fetch: PlanFetch): WrittenFields {
  const document = parse(fetch.operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  if (!operation) throw new Error(`Expected the planner to send an operation to "${fetch.subgraph}".`);
  if (fetch.entities.length === 0) {
    const root = fieldsOf(operation.selectionSet, AROUND_NOTHING, fragments, renames(fetch.outputRewrites));
    return { root, entities: new Map() };
  }
  const entities = new Map<string, WrittenField[]>();
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) continue;
    const alias = selection.alias?.value ?? selection.name.value;
    const part = fetch.entities.find((candidate) => candidate.alias === alias);
    if (!part) continue;
    const around = { type: undefined, conditions: conditionTexts(selection.directives) };
    entities.set(alias, fieldsOf(selection.selectionSet, around, fragments, renames(part.outputRewrites)));
  }
  return { root: [], entities };
}

function renames(rewrites: readonly Rewrite[]): Map<string, string[]> {
  const renamed = new Map<string, string[]>();
  for (const rewrite of rewrites) {
    const last = rewrite.path.at(-1);
    if (rewrite.kind !== 'rename' || last?.kind !== 'key') continue;
    renamed.set(last.name, [...(renamed.get(last.name) ?? []), rewrite.to]);
  }
  return renamed;
}

/** The fragments around a field. */
interface Around {
  type: string | undefined;
  conditions: readonly string[];
}

const AROUND_NOTHING: Around = { type: undefined, conditions: [] };

function fieldsOf(
  selectionSet: SelectionSetNode,
  around: Around,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  renamed: ReadonlyMap<string, string[]>,
): WrittenField[] {
  return selectionSet.selections.flatMap((selection): WrittenField[] => {
    const conditions = [...around.conditions, ...conditionTexts(selection.directives)];
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const fields = selection.selectionSet ? fieldsOf(selection.selectionSet, AROUND_NOTHING, fragments, renamed) : [];
      const name = selection.name.value;
      const isPlanners = key === name || key.startsWith(PLANNERS_ALIAS);
      const own = { key, type: around.type, fields, name, call: callText(selection), isPlanners, conditions };
      return [own, ...(renamed.get(key) ?? []).map((to) => ({ ...own, key: to, isPlanners: false }))];
    }
    const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!content) return [];
    const type = content.typeCondition?.name.value ?? around.type;
    return fieldsOf(content.selectionSet, { type, conditions }, fragments, renamed);
  });
}
