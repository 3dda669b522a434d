import { Kind } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import type { PlanCondition } from '../../planning/plan.ts';
import { conditionsText, directiveConditions } from './conditions.ts';

/** A selection set, in the response only where the conditions hold. */
export interface Source {
  selectionSet: SelectionSetNode;
  when: readonly PlanCondition[];
}

/** One place in the operation that selects a field. */
export interface Occurrence {
  node: FieldNode;
  when: readonly PlanCondition[];
}

/** A place of the response where a field may stand: there, unless one of its earlier places has it already. */
export interface FieldSlot {
  /** Response key. */
  name: string;
  /** Conditions of this place. */
  when: readonly PlanCondition[];
  /** Conditions of the earlier places of the same field. */
  unless: readonly (readonly PlanCondition[])[];
  /** All places of the field: what it selects is selected by all of them together. */
  occurrences: readonly Occurrence[];
}

/**
 * The fields that an object gets, in the order of the response (specification, section 6.3.2). What depends on variables is
 * kept as conditions; since the first place that is included decides the order, a field can have several slots.
 */
export function collectFields(
  sources: readonly Source[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  applies: (typeCondition: string) => boolean,
): FieldSlot[] {
  const slots: FieldSlot[] = [];
  const byName = new Map<string, { occurrences: Occurrence[]; places: Map<string, readonly PlanCondition[]> }>();
  const spread = new Set<string>();
  const addField = (node: FieldNode, when: readonly PlanCondition[]): void => {
    const name = node.alias?.value ?? node.name.value;
    const known = byName.get(name) ?? { occurrences: [], places: new Map<string, readonly PlanCondition[]>() };
    const { occurrences, places } = known;
    byName.set(name, known);
    const text = conditionsText(when);
    const isCovered = places.has('') || places.has(text);
    // One more place of a leaf adds nothing; what an object selects is selected by all its places together.
    if (isCovered && !node.selectionSet) return;
    if (!isCovered) slots.push({ name, when, unless: [...places.values()], occurrences });
    places.set(text, when);
    occurrences.push({ node, when });
  };
  const collect = (selectionSet: SelectionSetNode, outer: readonly PlanCondition[]): void => {
    for (const selection of selectionSet.selections) {
      const own = directiveConditions(selection.directives);
      if (!own) continue;
      const when = own.length === 0 ? outer : [...outer, ...own];
      if (selection.kind === Kind.FIELD) {
        addField(selection, when);
        continue;
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD && isAgain(selection.name.value, when)) continue;
      const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!content || (content.typeCondition && !applies(content.typeCondition.name.value))) continue;
      collect(content.selectionSet, when);
    }
  };
  const isAgain = (fragment: string, when: readonly PlanCondition[]): boolean => {
    const before = spread.size;
    return spread.add(`${fragment} ${conditionsText(when)}`).size === before;
  };
  for (const { selectionSet, when } of sources) collect(selectionSet, when);
  return slots;
}

/** What is selected inside a field. Conditions under which the whole field is there need no second check inside it. */
export function innerSources(occurrences: readonly Occurrence[]): Source[] {
  const alike = new Set(occurrences.map(({ when }) => conditionsText(when))).size === 1;
  return occurrences.flatMap(({ node, when }) =>
    node.selectionSet ? [{ selectionSet: node.selectionSet, when: alike ? [] : when }] : [],
  );
}
