import type { IncomingMessage } from 'node:http';

/** Stands where no name came; nothing depends on it. */
const STAND_IN = 'gateway';

/**
 * Puts a name where a request has no `Host` (HTTP/1.0) or one that no address can have (`[`, `a b`). The gateway serves under every name and reads none,
 * but Apollo Server's integration makes an address of it to read the search, and fails where that is none.
 */
export function expectHost({ headers }: IncomingMessage): void {
  const { host } = headers;
  if (!host || !URL.canParse(`http://${host}/`)) headers.host = STAND_IN;
}
