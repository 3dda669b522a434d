import { projectFile } from '../project-root.ts';

/** What Node itself needs and what holds for all processes, no secrets of other services. */
const inherited =
  'PATH HOME TMPDIR TZ LANG NODE_OPTIONS REDIS_URL ENGINE PLANNER LOG_LEVEL ACCESS_LOG METRICS_PORT OTEL_EXPORTER_OTLP_ENDPOINT OTEL_TRACES_SAMPLER_ARG'.split(
    ' ',
  );

/**
 * Environment that every process of a system gets from ours. All of them load much the same code, so they share what V8 made of it, also from one start to
 * the next: NODE_COMPILE_CACHE, in the project's folder unless told.
 */
export function inheritedEnvironment(): Record<string, string> {
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    APOLLO_TELEMETRY_DISABLED: '1',
    NODE_COMPILE_CACHE:
      process.env['NODE_COMPILE_CACHE'] ?? projectFile('node_modules', '.cache', 'amtgraph', 'compiled'),
    ...Object.fromEntries(kept),
  };
}
