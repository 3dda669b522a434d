import type { ApolloServerPlugin, BaseContext } from '@apollo/server';

const requestErrors = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * `application/json` promises older clients 200 for every well-formed request, also one that does not fit the schema;
 * `application/graphql-response+json` has 4xx for it (GraphQL over HTTP, section 6.4).
 */
export function statusByMediaType<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response, errors }) {
          const isRequestError =
            errors?.every(({ extensions }) => requestErrors.has(String(extensions['code']))) ?? false;
          if (response.http.status !== 400 || request.query === undefined || !isRequestError) return;
          if (!prefersGraphqlResponse(request.http?.headers.get('accept') ?? '')) response.http.status = 200;
        },
      };
    },
  };
}

interface MediaRange {
  type: string;
  weight: number;
  order: number;
  charset: string;
}

function rangesOf(accept: string): MediaRange[] {
  return accept.split(',').map((range, order) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const values = new Map(
      parameters.map((parameter) => {
        const [name, value] = parameter.split('=');
        return [name, value?.replaceAll('"', '')];
      }),
    );
    return { type, weight: Number(values.get('q') ?? 1), order, charset: values.get('charset') ?? 'utf-8' };
  });
}

/** Whether the answer goes out as `application/graphql-response+json`: its weight is higher, or as high and it is named first. */
export function prefersGraphqlResponse(accept: string): boolean {
  const ranges = rangesOf(accept);
  const named = ranges.find(({ type }) => type === 'application/graphql-response+json');
  const json = ranges.find(({ type }) => type === 'application/json');
  if (!named) return false;
  return !json || named.weight > json.weight || (named.weight === json.weight && named.order < json.order);
}

const answerTypes = new Set(['application/json', 'application/graphql-response+json', 'application/*', '*/*']);

/**
 * Whether an answer can go out as something that is accepted. Apollo Server looks at that when the answer is there: what a mutation did is done by then, and
 * the client is told 406.
 */
export function acceptsAnswer(accept: string | undefined): boolean {
  if (!accept) return true;
  return rangesOf(accept).some(
    ({ type, weight, charset }) => answerTypes.has(type) && weight > 0 && charset === 'utf-8',
  );
}
