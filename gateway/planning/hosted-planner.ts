import type { Plan } from './plan.ts';
import { PlannerStoppedError } from './planner-host.ts';
import type { PlannerHost } from './planner-host.ts';
import type { PlannerFacts, PlannerStart } from './planner-protocol.ts';
import { PlanningTooSlowError, withinBudget } from './planner.ts';
import type { Planner } from './planner.ts';

/**
 * A planner in a host of its own, which gets one question at a time. A question that takes too long, or that the planner does
 * not survive, costs the host: those behind it are asked of the next one.
 * @throws when the planner refuses the supergraph
 */
export async function hostedPlanner(
  start: PlannerStart,
  newHost: () => PlannerHost,
  convert: (plan: unknown) => Plan,
): Promise<Planner> {
  const hosting = new Hosting(start, newHost);
  const { overrideLabels, overridePercentages } = await hosting.facts();
  return {
    name: start.kind,
    hasSecond: false,
    overrideLabels,
    overridePercentages,
    plan: ({ operation, overrideLabels: labels, overridePercentage, budgetMs }) =>
      hosting.inTurn((host) =>
        withinBudget(budgetMs, async () => {
          const answer = await host.ask({ operation, overrideLabels: [...labels], overridePercentage });
          if (answer.kind === 'plan') return convert(answer.plan);
          throw new Error(answer.kind === 'failed' ? answer.message : 'The planner gave no plan.');
        }),
      ),
    close: () => hosting.close(),
  };
}

interface Hosted {
  host: PlannerHost;
  facts: PlannerFacts;
}

class Hosting {
  private readonly about: PlannerStart;
  private readonly newHost: () => PlannerHost;
  private queue: Promise<unknown> = Promise.resolve();
  private starting: Promise<Hosted> | undefined;
  private closed = false;

  constructor(about: PlannerStart, newHost: () => PlannerHost) {
    this.about = about;
    this.newHost = newHost;
  }

  async facts(): Promise<PlannerFacts> {
    return (await this.running()).facts;
  }

  /** The budget of a question counts from when it is its turn. */
  inTurn<Result>(ask: (host: PlannerHost) => Promise<Result>): Promise<Result> {
    const answer = this.queue.then(async () => ask((await this.running()).host));
    this.queue = answer.catch((error: unknown) => {
      // Not waited for: others are to get their plans from a new host.
      if (error instanceof PlanningTooSlowError || error instanceof PlannerStoppedError) void this.end();
    });
    return answer;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.end();
  }

  private running(): Promise<Hosted> {
    if (this.closed) return Promise.reject(new Error('The planner is closed.'));
    this.starting ??= this.start();
    return this.starting;
  }

  private async end(): Promise<void> {
    const { starting } = this;
    this.starting = undefined;
    const hosted = await starting?.catch(() => undefined);
    await hosted?.host.end();
  }

  private async start(): Promise<Hosted> {
    const host = this.newHost();
    const answer = await host.ask(this.about);
    if (answer.kind === 'ready') return { host, facts: answer.facts };
    await host.end();
    throw new Error(answer.kind === 'failed' ? answer.message : 'The planner did not start.');
  }
}
