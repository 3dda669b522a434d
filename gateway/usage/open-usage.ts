import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '../../platform/log.ts';
import type { Shutdown } from '../../platform/shutdown.ts';
import type { GatewayContext } from '../http/context.ts';
import type { SupergraphSettings } from '../supergraph/settings.ts';
import { OperationCounts } from './operation-counts.ts';
import type { UsageSettings } from './settings.ts';
import { usagePlugin } from './usage-plugin.ts';
import { UsageReporter } from './usage-reporter.ts';

/** The stage that counts use for the registry; none where nobody is told. */
export function openUsage(
  settings: SupergraphSettings & UsageSettings,
  log: Logger,
  shutdown: Shutdown,
): ApolloServerPlugin<GatewayContext>[] {
  const { REGISTRY_URL, REGISTRY_GRAPH: graph, REGISTRY_TOKEN: token, USAGE_SECONDS } = settings;
  const url = settings.USAGE_URL ?? (REGISTRY_URL && `${REGISTRY_URL.replace(/\/$/, '')}/usage`);
  if (url === undefined || token === undefined || USAGE_SECONDS === 0) return [];
  const counts = new OperationCounts();
  const reporter = new UsageReporter(counts, {
    url,
    graph,
    token,
    everyMs: USAGE_SECONDS * 1_000,
    onProblem: (err) => log.warn({ err }, 'usage cannot be reported; it is kept'),
  });
  reporter.start();
  shutdown.onClose(() => reporter.close());
  return [usagePlugin(counts)];
}
