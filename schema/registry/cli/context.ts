import type { Command } from 'commander';
import { findTarget } from './config.ts';
import { createOutput, type Output } from './output.ts';
import { connectRegistry, type RegistryClient } from './registry-client.ts';

/** What every command has. */
export interface CommandContext {
  output: Output;
  /** The registry that was meant; found at the first question. */
  registry(): Promise<RegistryClient>;
  /** `amtgraph@prod`: what --graph says. */
  graph(): string;
}

interface GlobalOptions {
  json?: boolean;
  registry?: string;
  graph: string;
}

export function contextOf(program: Command): CommandContext {
  const options = () => program.opts<GlobalOptions>();
  return {
    output: createOutput(() => options().json ?? false),
    async registry() {
      const { registry } = options();
      const target = await findTarget(registry === undefined ? {} : { registry });
      return connectRegistry(target.registry, target.token);
    },
    graph: () => options().graph,
  };
}
