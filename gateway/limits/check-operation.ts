import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { CostModel } from './cost/cost-model.ts';
import { costVariables } from './cost/cost-variables.ts';
import { estimateCost } from './cost/estimate-cost.ts';
import { documentShape } from './document-shape.ts';
import { shown, type Excess } from './excess.ts';
import type { Limits } from './limits.ts';
import { isVariable, pagedFields, pageSize, type PagedField } from './page-size.ts';
import { variableValues, type VariableValues } from './variable-values.ts';

/** What is known about a valid document for good. Kept as long as the document is. */
interface Measured {
  /** The fields whose lengths variables decide about. */
  paged: readonly PagedField[];
  /** What is too long whatever the variables are. */
  tooLong: Excess | undefined;
  /** Variables on which the cost depends, in the order of the keys of `costs`. */
  variables: readonly string[];
  /** By operation and values of these variables. */
  costs: Map<string, number>;
}

const MOST_COSTS = 100;
const LONGEST_KEY = 1_000;

export interface CheckedOperation {
  cost: number;
  excess?: Excess;
}

/** Checks operations against the limits that need a schema and the values of variables: lengths of lists, and cost. */
export class OperationCheck {
  private readonly model: CostModel;
  private readonly limits: Limits;
  private readonly measured = new WeakMap<DocumentNode, Measured>();

  constructor(model: CostModel, limits: Limits) {
    this.model = model;
    this.limits = limits;
  }

  check(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Readonly<Record<string, unknown>> | undefined,
  ): CheckedOperation {
    const measured = this.measure(document);
    const variables = variableValues(operation, given);
    const tooLong = measured.tooLong ?? pageSize(measured.paged, variables, this.limits);
    if (tooLong) return { cost: 0, excess: tooLong };
    const cost = this.cost(document, operation, measured, variables);
    return cost > this.limits.cost ? { cost, excess: tooExpensive(cost, this.limits) } : { cost };
  }

  private measure(document: DocumentNode): Measured {
    const known = this.measured.get(document);
    if (known) return known;
    const all = pagedFields(document, this.model);
    const paged = all.filter(isVariable);
    const fixed = all.filter((field) => !paged.includes(field));
    const measured = {
      paged,
      tooLong: pageSize(fixed, {}, this.limits),
      variables: costVariables(document, this.model),
      costs: new Map<string, number>(),
    };
    this.measured.set(document, measured);
    return measured;
  }

  private cost(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    { variables: names, costs }: Measured,
    variables: VariableValues,
  ): number {
    const key = `${operation.name?.value ?? ''} ${JSON.stringify(names.map((name) => variables[name]))}`;
    const known = costs.get(key);
    if (known !== undefined) return known;
    const cost = estimateCost(operation, documentShape(document), variables, this.model);
    if (costs.size >= MOST_COSTS) costs.clear();
    if (key.length <= LONGEST_KEY) costs.set(key, cost);
    return cost;
  }
}

function tooExpensive(actual: number, { cost: allowed }: Limits): Excess {
  const message = `The operation may cost ${shown(actual)}, ${shown(allowed)} are allowed. Ask for shorter lists (first), above all for lists inside lists.`;
  return { limit: 'cost', allowed, actual, message };
}
