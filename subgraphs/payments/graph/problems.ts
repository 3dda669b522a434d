import type { Language } from '../../kit/subgraph.ts';
import type { Problem } from '../../kit/schema/problem.ts';
import { explainPaymentProblem, type PaymentProblem } from '../domain/payment-problem.ts';

/** Problems in the caller's language; `field` is a field of the mutation's input. */
export function toProblems(problems: readonly PaymentProblem[], language: Language): Problem[] {
  return problems.map(({ code, field }) => {
    const { message, remedy } = explainPaymentProblem(code);
    return {
      code,
      message: message[language],
      remedy: remedy[language],
      field: field === null ? null : ['input', field],
    };
  });
}
