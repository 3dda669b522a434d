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

/**
 * The fields that an object gets, by response key and in the order of the response (specification, section 6.3.2); what
 * depends on variables is kept as conditions.
 */
export function collectFields(
  sources: readonly Source[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  applies: (typeCondition: string) => boolean,
): Map<string, Occurrence[]> {
  const fields = new Map<string, Occurrence[]>();
  const collect = (selectionSet: SelectionSetNode, outer: readonly PlanCondition[]): void => {
    for (const selection of selectionSet.selections) {
      const own = directiveConditions(selection.directives);
      if (!own) continue;
      const when = own.length === 0 ? outer : [...outer, ...own];
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const present = fields.get(key);
        if (present) present.push({ node: selection, when });
        else fields.set(key, [{ node: selection, when }]);
        continue;
      }
      const content = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!content || (content.typeCondition && !applies(content.typeCondition.name.value))) continue;
      collect(content.selectionSet, when);
    }
  };
  for (const { selectionSet, when } of sources) collect(selectionSet, when);
  return fields;
}

/** What is selected inside a field. Conditions under which the whole field is there need no second check inside it. */
export function innerSources(occurrences: readonly Occurrence[]): Source[] {
  const alike = new Set(occurrences.map(({ when }) => conditionsText(when))).size === 1;
  return occurrences.flatMap(({ node, when }) =>
    node.selectionSet ? [{ selectionSet: node.selectionSet, when: alike ? [] : when }] : [],
  );
}
