import type { Logger } from '../../platform/log.ts';
import type { EngineEvent } from '../execution/engine-options.ts';

/** Logs what an operator should know of what the engine did. */
export function logEvent(log: Logger, event: EngineEvent, traceId: string | undefined): void {
  if (event.kind === 'swapped')
    log.info({ hash: event.hash, ms: Math.round(event.ms), warmed: event.warmed }, 'a supergraph took over');
  if (event.kind === 'swap-refused') log.error({ err: event.error }, 'a supergraph was refused, the one before stays');
  if (event.kind === 'fetched' && event.failure)
    log.warn(
      { subgraph: event.subgraph, failure: event.failure.code, reason: event.failure.reason, traceId },
      'a subgraph failed',
    );
}
