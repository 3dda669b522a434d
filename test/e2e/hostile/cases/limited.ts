import type { HostileCase } from '../hostile-case.ts';
import { ask, type AskOptions } from '../requests.ts';

/** A document that a limit refuses. */
export const limited = (limit: string, title: string, query: string, options: AskOptions = {}): HostileCase => ({
  title: `${title} (${limit})`,
  send: (target) => ask(target, query, options),
  expected: { status: 400, code: 'LIMIT_EXCEEDED', limit, message: /(?:allowed|end)[.;]/ },
});
