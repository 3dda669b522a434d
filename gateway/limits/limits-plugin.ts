import type {
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContext,
  GraphQLRequestContextDidEncounterErrors,
  GraphQLRequestContextDidResolveOperation,
  GraphQLRequestListener,
} from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { GraphQLError, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { checkDocument } from './check-document.ts';
import { OperationCheck } from './check-operation.ts';
import type { CostBudget, Overspent } from './cost-budget.ts';
import { CostModel } from './cost/cost-model.ts';
import { limitExceeded } from './excess.ts';
import type { Limits } from './limits.ts';
import { markTokenLimit } from './token-limit.ts';

export interface LimitsPluginOptions<Context extends BaseContext> {
  limits: Limits;
  /** The one that is served. */
  supergraph(): Supergraph;
  budget: CostBudget;
  /** Under which name a caller's budget is kept. */
  payer(context: Context): string;
  /** Told what an operation is estimated to cost. */
  onCost?(context: Context, cost: number): void;
  /** Whether `extensions.cost` is shown to those who ask with `x-cost: true` or `extensions: { cost: true }`. */
  showsCost: boolean;
}

/** Refuses requests that ask for too much: before validation what can be seen from the document, before planning what takes schema and variables. */
export function limitsPlugin<Context extends BaseContext>(
  options: LimitsPluginOptions<Context>,
): ApolloServerPlugin<Context> {
  const listener = new LimitsListener(options);
  return { requestDidStart: () => Promise.resolve(listener) };
}

/** One for all requests: what belongs to a request is found under its context. */
class LimitsListener<Context extends BaseContext> implements GraphQLRequestListener<Context> {
  private readonly options: LimitsPluginOptions<Context>;
  /** Why the document that this one stands for was refused. */
  private readonly refused = new WeakMap<DocumentNode, GraphQLError>();
  private readonly checks = new WeakMap<GraphQLSchema, OperationCheck>();
  private readonly costs = new WeakMap<object, number>();

  constructor(options: LimitsPluginOptions<Context>) {
    this.options = options;
  }

  /**
   * Between parsing and validation Apollo Server takes no refusal, it would answer 500. So the document is replaced by one that is valid and
   * never executed, `didResolveOperation` below refuses that, and Apollo Server's document store remembers the refusal with it.
   */
  readonly parsingDidStart = (context: GraphQLRequestContext<Context>) =>
    Promise.resolve((parseError?: Error): Promise<void> => {
      const { document } = context;
      const excess = parseError || !document ? undefined : checkDocument(document, this.options.limits);
      if (excess) {
        const standIn = parse('{ __typename }');
        this.refused.set(standIn, limitExceeded(excess));
        Object.assign(context, { document: standIn });
      }
      return Promise.resolve();
    });

  readonly didEncounterErrors = ({ errors }: GraphQLRequestContextDidEncounterErrors<Context>): Promise<void> => {
    for (const error of errors) markTokenLimit(error);
    return Promise.resolve();
  };

  readonly didResolveOperation = async (context: GraphQLRequestContextDidResolveOperation<Context>): Promise<void> => {
    const { document, operation, request, schema } = context;
    const refusal = this.refused.get(document);
    if (refusal) throw refusal;
    // The stage of http/resolved-operation.ts says what is wrong with `operationName`.
    if (!operation) return;
    const { cost, excess } = this.checkFor(schema).check(document, operation, request.variables);
    if (excess) throw limitExceeded(excess);
    this.costs.set(context.request, cost);
    this.options.onCost?.(context.contextValue, cost);
    const overspent = await this.options.budget.spend(this.options.payer(context.contextValue), cost);
    if (overspent) throw tooMuchAtOnce(overspent);
  };

  readonly willSendResponse = (context: GraphQLRequestContext<Context>): Promise<void> => {
    const cost = this.costs.get(context.request);
    const { body } = context.response;
    if (cost !== undefined && body?.kind === 'single' && this.options.showsCost && asksForCost(context)) {
      body.singleResult.extensions = {
        ...body.singleResult.extensions,
        cost: { estimated: cost, allowed: this.options.limits.cost },
      };
    }
    return Promise.resolve();
  };

  private checkFor(schema: GraphQLSchema): OperationCheck {
    const known = this.checks.get(schema);
    if (known) return known;
    const check = new OperationCheck(new CostModel(this.options.supergraph().schema), this.options.limits);
    this.checks.set(schema, check);
    return check;
  }
}

function asksForCost({ request }: GraphQLRequestContext<BaseContext>): boolean {
  return request.extensions?.['cost'] === true || request.http?.headers.get('x-cost') === 'true';
}

function tooMuchAtOnce({ excess, retryAfter }: Overspent): GraphQLError {
  const { message, extensions } = limitExceeded(excess);
  const http = { status: 429, headers: new HeaderMap([['retry-after', String(retryAfter)]]) };
  return new GraphQLError(message, { extensions: { ...extensions, retryAfter, http } });
}
