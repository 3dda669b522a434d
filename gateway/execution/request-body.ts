import type { OperationNames } from '../planning/operation-names.ts';
import type { PlanFetch } from '../planning/plan.ts';
import type { Variables } from './response/conditions.ts';

/** The JSON body of a fetch: what is the same in every request is written once, when the plan is compiled. */
export class RequestBody {
  private readonly start: string;
  private readonly variables: readonly { name: string; prefix: string }[];

  constructor(fetch: PlanFetch, names: OperationNames) {
    this.start = `{"query":${JSON.stringify(fetch.operation)}`;
    this.variables = fetch.variables.map((variable) => {
      return { name: names.clientVariable(variable), prefix: `${JSON.stringify(variable)}:` };
    });
  }

  /** @param own JSON members for `variables` that are the fetch's own, such as `"representations":[…]` */
  text(variables: Variables, own = ''): string {
    let members = own;
    for (const { name, prefix } of this.variables) {
      const value = variables[name];
      if (value !== undefined) members += (members === '' ? prefix : `,${prefix}`) + JSON.stringify(value);
    }
    return members === '' ? `${this.start}}` : `${this.start},"variables":{${members}}}`;
  }
}
