import { createEngine, type EngineOptions, stringifyResult } from '../../../gateway/execution/engine.ts';
import type { ComposedGraph } from '../../testkit/supergraphs/compose.ts';
import type { InProcessTransport } from '../../testkit/supergraphs/in-process-transport.ts';
import { type GatewayUnderTest, gatewayUnderTest } from './gateway-under-test.ts';

/** What is right must not depend on how busy the machine is. */
const PATIENCE_MS = 60_000;

/** Our engine over subgraphs in this process. */
export function engineUnderTest(
  { sdl }: ComposedGraph,
  transport: InProcessTransport,
  options: Partial<EngineOptions> = {},
): Promise<GatewayUnderTest> {
  const engine = createEngine({
    supergraph: { initialize: async () => ({ supergraphSdl: sdl }) },
    transport,
    headersFor: () => ({}),
    limits: { planningMs: PATIENCE_MS },
    ...options,
  });
  return gatewayUnderTest(engine, context, stringifyResult);
}

function context() {
  return { callerKey: 'somebody', deadline: Date.now() + PATIENCE_MS };
}
