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

/** A check that all conditions hold and those of no alternative do; undefined when there is nothing to check. */
export function allOfUnless(
  conditions: readonly PlanCondition[],
  alternatives: readonly (readonly PlanCondition[])[],
): Check | undefined {
  const check = allOf(conditions);
  const others = alternatives.flatMap((alternative) => allOf(alternative) ?? []);
  if (others.length === 0) return check;
  return (variables) => (!check || check(variables)) && !others.some((other) => other(variables));
}

/** Equal for equal conditions. */
export function conditionsText(conditions: readonly PlanCondition[]): string {
  return conditions
    .map(({ variable, is }) => `${is ? '' : '!'}${variable}`)
    .toSorted()
    .join('&');
}
