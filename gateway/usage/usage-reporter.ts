import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OperationDefinitionNode } from 'graphql';
import { DailyUsage } from './daily-usage.ts';
import type { OperationCount, OperationCounts } from './operation-counts.ts';
import { batchesOf, type UsageBatch } from './usage-batches.ts';
import { usedCoordinates } from './used-coordinates.ts';

/** Where usage goes, and how often. */
export interface ReporterOptions {
  /** The registry's address for usage. */
  url: string;
  /** `amtgraph@prod` */
  graph: string;
  token: string;
  /** Milliseconds between two reports. */
  everyMs: number;
  clock?: () => Date;
  /** Told once when the registry stops taking usage, and not again until it has taken some. */
  onProblem: (problem: Error) => void;
}

const answerMs = 5_000;
const lastAnswerMs = 2_000;

/**
 * Reports from time to time what of the API was used. Operations are read here, once each, and not while requests are answered. A registry that does not
 * answer costs nothing but this: usage is added up by day until it does, within bounds.
 */
export class UsageReporter {
  private readonly counts: OperationCounts;
  private readonly options: ReporterOptions;
  private readonly pending = new DailyUsage();
  private readonly coordinates = new WeakMap<OperationDefinitionNode, readonly string[]>();
  private unsent: UsageBatch[] = [];
  private timer: NodeJS.Timeout | undefined;
  private reporting: Promise<void> | undefined;
  private isFailing = false;
  private isClosed = false;

  constructor(counts: OperationCounts, options: ReporterOptions) {
    this.counts = counts;
    this.options = options;
  }

  /** Reports again and again, gateways that were started together at different moments. */
  start(): void {
    this.timer = setTimeout(() => void this.reportAndGoOn(), this.options.everyMs * (0.75 + Math.random() / 2)).unref();
  }

  /** One last report, as far as the registry takes it at once. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.reporting;
    await this.report(lastAnswerMs);
  }

  /** Sends what has been counted; those who ask while it does wait for the same. */
  report(waitMs = answerMs): Promise<void> {
    this.reporting ??= this.reportNow(waitMs).finally(() => (this.reporting = undefined));
    return this.reporting;
  }

  private async reportAndGoOn(): Promise<void> {
    await this.report();
    if (!this.isClosed) this.start();
  }

  private async reportNow(waitMs: number): Promise<void> {
    await this.addUp(this.counts.take());
    // What could not be sent goes first, as it was; meanwhile the rest is added up, which takes no more room with time.
    if (this.unsent.length === 0) this.unsent = batchesOf(this.options.graph, this.pending.take());
    try {
      for (let batch = this.unsent[0]; batch; batch = this.unsent[0]) {
        await this.send(batch, waitMs);
        this.unsent.shift();
      }
      this.isFailing = false;
    } catch (error) {
      if (this.isFailing) return;
      this.isFailing = true;
      this.options.onProblem(new Error(`The registry does not take usage: ${String(error)}`, { cause: error }));
    }
  }

  private async addUp(counted: readonly OperationCount[]): Promise<void> {
    const day = (this.options.clock?.() ?? new Date()).toISOString().slice(0, 10);
    for (const entry of counted) {
      // Requests are answered in between.
      if (!this.coordinates.has(entry.operation)) await nextTurn();
      const coordinates = this.coordinatesOf(entry);
      for (const [client, requests] of entry.clients) this.pending.add(day, client, requests, coordinates);
    }
  }

  private coordinatesOf({ schema, document, operation }: OperationCount): readonly string[] {
    const known = this.coordinates.get(operation);
    if (known) return known;
    const coordinates = usedCoordinates(schema, document, operation);
    this.coordinates.set(operation, coordinates);
    return coordinates;
  }

  private async send(batch: UsageBatch, waitMs: number): Promise<void> {
    const { url, token } = this.options;
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(batch),
      redirect: 'error',
      signal: AbortSignal.timeout(waitMs),
    });
    await response.body?.cancel();
    // A batch that the registry refuses is refused the next time as well: it must not keep back those behind it.
    if (response.status === 400 || response.status === 413 || response.status === 422) return;
    if (!response.ok) throw new Error(`it answered ${response.status}`);
  }
}
