import type { SupergraphManager } from '@apollo/gateway';
import { subgraphDataSource } from '../../../../gateway/supergraph/subgraph-data-source.ts';
import { HttpTransport } from '../../../../gateway/execution/transport/http-transport.ts';

/** Stands where the engine stands: takes supergraphs from a manager and notes what it was told. */
export class Hooks {
  readonly updates: string[] = [];
  readonly problems: string[] = [];
  readonly transport = new HttpTransport();
  refuse: (sdl: string) => boolean = () => false;

  readonly options: Parameters<SupergraphManager['initialize']>[0] = {
    update: (sdl) => {
      if (this.refuse(sdl)) throw new Error('refused for the test.');
      this.updates.push(sdl);
    },
    healthCheck: () => Promise.resolve(),
    getDataSource: (subgraph) => subgraphDataSource(this.transport, subgraph),
  };

  readonly onProblem = (problem: Error): void => {
    this.problems.push(problem.message);
  };
}

/** Waits until something is so, and fails after twenty seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`Expected this within 20 s: ${String(isSo)}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
