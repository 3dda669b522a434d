import { Kind } from 'graphql';
import type { DirectiveNode } from 'graphql';
import type { PlanCondition } from '../../planning/plan.ts';

/** The values of an operation's variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** Says by the variables of a request whether something is in it. */
export type Check = (variables: Variables) => boolean;

/** What `@skip` and `@include` ask for; undefined when they exclude the selection for good. */
export function directiveConditions(directives: readonly DirectiveNode[] | undefined): PlanCondition[] | undefined {
  const conditions: PlanCondition[] = [];
  for (const directive of directives ?? []) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const is = name === 'include';
    if (value?.kind === Kind.VARIABLE) conditions.push({ variable: value.name.value, is });
    else if (value?.kind === Kind.BOOLEAN && value.value !== is) return undefined;
  }
  return conditions;
}

/** A check that all conditions hold; undefined when there is none. */
export function allOf(conditions: readonly PlanCondition[]): Check | undefined {
  if (conditions.length === 0) return undefined;
  return (variables) => conditions.every(({ variable, is }) => variables[variable] === is);
}

/** A check that the conditions of one of the alternatives hold; undefined when one has none. */
export function anyOf(alternatives: readonly (readonly PlanCondition[])[]): Check | undefined {
  const checks = new Map<string, Check>();
  for (const conditions of alternatives) {
    const check = allOf(conditions);
    if (!check) return undefined;
    checks.set(conditionsText(conditions), check);
  }
  const all = [...checks.values()];
  return all.length === 1 ? all[0] : (variables) => all.some((check) => check(variables));
}

/** Equal for equal conditions. */
export function conditionsText(conditions: readonly PlanCondition[]): string {
  return conditions
    .map(({ variable, is }) => `${is ? '' : '!'}${variable}`)
    .sort()
    .join('&');
}
