import { QueryPlanner } from '@graphql-hive/router-query-planner';
import type { HostedPlanner } from './planner-protocol.ts';

/** The native planner, in the host that it has to itself. @throws when the text is not a supergraph it can read */
export function openHive(supergraphSdl: string): HostedPlanner {
  const planner = new QueryPlanner(supergraphSdl);
  return {
    overrideLabels: planner.overrideLabels,
    overridePercentages: planner.overridePercentages,
    plan({ operation, overrideLabels, overridePercentage }) {
      return planner.plan(operation, undefined, new Set(overrideLabels), overridePercentage);
    },
  };
}
