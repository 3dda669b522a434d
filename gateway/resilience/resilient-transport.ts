import { Deadlines } from '../execution/transport/deadlines.ts';
import type {
  SubgraphRequest,
  SubgraphResponse,
  SubgraphTransport,
} from '../execution/transport/subgraph-transport.ts';
import type { BreakerState } from './breaker.ts';
import { Guard } from './guard.ts';
import { defaultResilience, type ResilienceSettings } from './settings.ts';

export interface ResilientTransportOptions {
  settings?: Partial<ResilienceSettings>;
  /** Told when requests to a subgraph stop, are tried again, and go on. */
  onBreaker?(subgraph: string, state: BreakerState): void;
}

/**
 * A transport that keeps failing subgraphs from spoiling the rest: a breaker, places in flight and one retry for each
 * routing URL, of queries and of mutations that never left. Its errors are the transport's own.
 */
export class ResilientTransport implements SubgraphTransport {
  private readonly transport: SubgraphTransport;
  private readonly settings: ResilienceSettings;
  private readonly onBreaker: ResilientTransportOptions['onBreaker'];
  private readonly guards = new Map<string, Guard>();
  private readonly deadlines = new Deadlines();

  constructor(transport: SubgraphTransport, { settings, onBreaker }: ResilientTransportOptions = {}) {
    this.transport = transport;
    this.settings = { ...defaultResilience, ...settings };
    this.onBreaker = onBreaker;
  }

  fetch(request: SubgraphRequest): Promise<SubgraphResponse> {
    return (this.guards.get(request.url) ?? this.guardFor(request)).fetch(request);
  }

  async close(): Promise<void> {
    this.deadlines.stop();
    await this.transport.close();
  }

  /** By URL: a subgraph that moves starts afresh. */
  private guardFor({ url, subgraph }: SubgraphRequest): Guard {
    const guard = new Guard(this.transport, this.settings, this.deadlines, (state) =>
      this.onBreaker?.(subgraph, state),
    );
    this.guards.set(url, guard);
    return guard;
  }
}
