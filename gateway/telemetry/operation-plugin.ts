import type {
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContextWillSendResponse,
  GraphQLRequestListener,
} from '@apollo/server';
import type { OperationLabels } from './operation-labels.ts';
import { endingOf } from './outcome.ts';
import type { Recorded } from './request-record.ts';

/** Notes down which operation a request was and how it ended. One listener for all requests. */
export function operationPlugin<Context extends BaseContext>(labels: OperationLabels): ApolloServerPlugin<Context> {
  const done = Promise.resolve();
  const listener: GraphQLRequestListener<Context> = {
    willSendResponse(context) {
      note(context, labels);
      return done;
    },
  };
  const started = Promise.resolve(listener);
  return { requestDidStart: () => started };
}

function note<Context extends BaseContext>(
  context: GraphQLRequestContextWillSendResponse<Context>,
  labels: OperationLabels,
): void {
  const { record } = context.contextValue as Recorded;
  const { body } = context.response;
  if (!record || body.kind !== 'single') return;
  const { errors, data } = body.singleResult;
  const { outcome, codes } = endingOf(errors, data);
  record.outcome = outcome;
  record.codes = codes;
  const { document, operation } = context;
  // A document that was refused may have been replaced by another that stands for it.
  if (!document || !operation || outcome === 'refused') return;
  record.kind = operation.operation;
  record.operation = labels.labelOf(document, operation);
}
