import type { Problem } from '../../kit/schema/problem.ts';
import type { Language } from '../../kit/subgraph.ts';
import type { ProcedureProblem } from '../domain/procedures/procedure-problem.ts';

/** Problems of the domain as the API tells them, in the caller's language. */
export function toProblems(problems: readonly ProcedureProblem[], language: Language): Problem[] {
  return problems.map(({ code, field, message, remedy }) => ({
    code,
    field: field ? ['input', field] : null,
    message: message[language],
    remedy: remedy?.[language] ?? null,
  }));
}
