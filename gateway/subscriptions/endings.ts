import type { ErrorCode } from '../errors.ts';

/** Why the gateway ends a subscription that is running. */
export type EndingCode = Extract<
  ErrorCode,
  | 'SUBSCRIPTION_TOKEN_EXPIRED'
  | 'SUBSCRIPTION_SESSION_ENDED'
  | 'SUBSCRIPTION_SCHEMA_CHANGED'
  | 'SUBSCRIPTION_TOO_SLOW'
  | 'SERVER_SHUTTING_DOWN'
>;

export interface Ending {
  code: EndingCode;
  /** The code with which a WebSocket is closed. graphql-ws connects again by itself after all of them but 4401. */
  closeCode: number;
  /** For whoever writes the client. */
  message: string;
}

function ending(code: EndingCode, closeCode: number, message: string): Ending {
  return { code, closeCode, message };
}

export const endings = {
  tokenExpired: ending(
    'SUBSCRIPTION_TOKEN_EXPIRED',
    4410,
    'The access token has expired. Subscribe again with a new one, and read what may have changed meanwhile.',
  ),
  sessionEnded: ending('SUBSCRIPTION_SESSION_ENDED', 4401, 'The login session has ended. Log in again.'),
  schemaChanged: ending(
    'SUBSCRIPTION_SCHEMA_CHANGED',
    4412,
    'The schema has changed. Subscribe again, and read what may have changed meanwhile.',
  ),
  tooSlow: ending(
    'SUBSCRIPTION_TOO_SLOW',
    4413,
    'Events came faster than they were taken. Subscribe again, and read what may have changed meanwhile.',
  ),
  shuttingDown: ending(
    'SERVER_SHUTTING_DOWN',
    4414,
    'This gateway is stopping. Subscribe again, and read what may have changed meanwhile.',
  ),
} as const satisfies Record<string, Ending>;
