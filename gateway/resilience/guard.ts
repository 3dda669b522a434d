import { setTimeout as delay } from 'node:timers/promises';
import type { Deadlines } from '../execution/transport/deadlines.ts';
import { SubgraphError } from '../execution/transport/subgraph-error.ts';
import type {
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../execution/transport/subgraph-transport.ts';
import { Breaker, NOT_ADMITTED, type Admission, type BreakerState } from './breaker.ts';
import { Bulkhead } from './bulkhead.ts';
import { RetryBudget } from './retry-budget.ts';
import type { ResilienceSettings } from './settings.ts';

/** What stands between the engine and one service: its places, its breaker and its retries. */
export class Guard {
  private readonly transport: SubgraphTransport;
  private readonly fairTimeoutMs: number;
  private readonly breaker: Breaker;
  private readonly bulkhead: Bulkhead;
  private readonly retries: RetryBudget;

  constructor(
    transport: SubgraphTransport,
    settings: ResilienceSettings,
    deadlines: Deadlines,
    onState: (state: BreakerState) => void,
  ) {
    this.transport = transport;
    this.fairTimeoutMs = settings.breaker.fairTimeoutMs;
    this.bulkhead = new Bulkhead(settings.bulkhead, deadlines);
    this.breaker = new Breaker(settings.breaker, (state) => {
      if (state === 'open') this.bulkhead.dismiss();
      onState(state);
    });
    this.retries = new RetryBudget(settings.retry);
  }

  /** Rejects only with `SubgraphError`, not later than the request's deadline. */
  fetch(request: SubgraphRequest): Promise<SubgraphResponse> {
    this.retries.earn();
    return this.enter(request, true);
  }

  private enter(request: SubgraphRequest, mayRetry: boolean): Promise<SubgraphResponse> {
    if (this.bulkhead.tryEnter()) return this.send(request, mayRetry);
    if (this.breaker.state !== 'closed') return refused(request, 'it failed repeatedly and is not asked for a while');
    return this.bulkhead
      .wait(request.deadline)
      .then((entered) =>
        entered ? this.send(request, mayRetry) : refused(request, 'too many requests to it are in flight'),
      );
  }

  /** Sends a request that has a place, and gives the place back. One promise and no other work where all goes well. */
  private send(request: SubgraphRequest, mayRetry: boolean): Promise<SubgraphResponse> {
    const sentAt = Date.now();
    const admission = this.breaker.admit(sentAt);
    if (admission === NOT_ADMITTED) {
      this.bulkhead.leave();
      return refused(request, 'it failed repeatedly and is not asked for a while');
    }
    return this.transport.fetch(request).then(
      (response) => {
        this.bulkhead.leave();
        if (response.isFailing) this.breaker.failed(admission, Date.now());
        else this.breaker.succeeded(admission, Date.now());
        return response;
      },
      (error: unknown) => {
        this.bulkhead.leave();
        this.judge(error, admission, request.deadline - sentAt);
        if (mayRetry && isRepeatable(request, error)) return this.retry(request, error);
        throw error;
      },
    );
  }

  private judge(error: unknown, admission: Admission, hadMs: number): void {
    const code = error instanceof SubgraphError ? error.code : undefined;
    if (code === 'SUBGRAPH_UNAVAILABLE' || (code === 'SUBGRAPH_TIMEOUT' && hadMs >= this.fairTimeoutMs)) {
      this.breaker.failed(admission, Date.now());
    } else if (code === 'SUBGRAPH_TIMEOUT') this.breaker.saidNothing(admission);
    else this.breaker.succeeded(admission, Date.now());
  }

  /** Once more, on another connection, if the service can bear it and there is time. */
  private async retry(request: SubgraphRequest, failure: unknown): Promise<SubgraphResponse> {
    const pause = this.retries.pause();
    if (this.breaker.state !== 'closed' || Date.now() + pause >= request.deadline || !this.retries.spend()) {
      throw failure;
    }
    await delay(pause, undefined, { ref: false });
    return this.enter(request, false);
  }
}

/** Threat: what is done twice is paid twice. Rule: a mutation is sent again only if nothing of it left the gateway. */
function isRepeatable({ isMutation }: SubgraphRequest, error: unknown): boolean {
  if (!(error instanceof SubgraphError)) return false;
  return isMutation ? error.connection === 'never made' : error.connection !== undefined;
}

function refused({ subgraph }: SubgraphRequest, reason: string): Promise<never> {
  return Promise.reject(new SubgraphError('SUBGRAPH_UNAVAILABLE', subgraph, reason));
}
