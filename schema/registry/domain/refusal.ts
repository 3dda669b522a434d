/** Why the registry refuses, as `extensions.code` of its GraphQL APIs and as status over plain HTTP. */
export type RefusalCode =
  'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'BAD_USER_INPUT' | 'CONFLICT' | 'CHECKS_FAILED' | 'UNAVAILABLE';

/** A refusal whose message is written for the caller: what was expected, what came, what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

const statuses: Record<RefusalCode, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  CHECKS_FAILED: 422,
  UNAVAILABLE: 503,
};

/** The HTTP status of a refusal, for the routes that are not GraphQL. */
export function statusOf({ code }: Refusal): number {
  return statuses[code];
}
