/** How an answer looks to a client. */
export interface Seen {
  status: number;
  text: string;
  ms: number;
  /** Of these, how long it lay at a gateway that was then killed: no fault of the one that answered. */
  lostMs?: number;
}

/** `whole`: everything that was asked for; `partial`: what is missing is accounted for by an injected fault; or why it is a failure. */
export type Verdict = 'whole' | 'partial' | `failed: ${string}`;

/** Later than this an answer helps nobody: the gateway's budget, and what the machine needs besides. */
const LATEST_MS = 8_000;
/** The gateway's budget: whatever lay longer than this at one that was killed was late there already. */
const MOST_LOST_MS = 5_000;
const ACCOUNTED = new Set(['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_BAD_RESPONSE', 'SUBGRAPH_ERROR']);

/** @param faulted subgraphs that had a fault injected during the request or shortly before, when the breaker may still be open */
export function judge({ status, text, ms, lostMs = 0 }: Seen, faulted: ReadonlySet<string>): Verdict {
  if (status !== 200) return `failed: status ${status}`;
  if (ms - Math.min(lostMs, MOST_LOST_MS) > LATEST_MS) return 'failed: too late';
  const answer = parsed(text);
  if (!answer) return 'failed: no JSON';
  const { data, errors = [] } = answer;
  if (errors.length === 0) return data ? 'whole' : 'failed: no data';
  const unaccounted = errors.find(({ extensions: { code = '', subgraph = '' } = {} }) => {
    // Whoever comes after one that is slow has no time left.
    const isLate = code === 'SUBGRAPH_TIMEOUT' && faulted.size > 0;
    return !isLate && !(ACCOUNTED.has(code) && faulted.has(subgraph));
  });
  if (!unaccounted) return 'partial';
  const { code, subgraph } = unaccounted.extensions ?? {};
  return `failed: ${code ?? 'an error without a code'}${subgraph ? ` of ${subgraph}` : ''}`;
}

interface Answer {
  data?: unknown;
  errors?: { extensions?: { code?: string; subgraph?: string } }[];
}

function parsed(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}
