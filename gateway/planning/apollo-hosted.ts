import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { Kind, parse, visit } from 'graphql';
import type { HostedPlanner } from './planner-protocol.ts';

/** The planner of `@apollo/query-planner`, in the host that it has to itself. @throws when it refuses the supergraph */
export function openApollo(supergraphSdl: string): HostedPlanner {
  const supportedFeatures = ROUTER_SUPPORTED_SUPERGRAPH_FEATURES;
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures, validateSupergraph: false });
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph);
  const labels = labelsOf(supergraph);
  const percentages = new Map(labels.flatMap((label) => (isPercentage(label) ? [[label, percentageOf(label)]] : [])));
  return {
    overrideLabels: labels.filter((label) => !percentages.has(label)),
    overridePercentages: [...percentages.values()],
    plan({ operation, overrideLabels, overridePercentage }) {
      const overrideConditions = new Map(
        labels.map((label) => {
          const threshold = percentages.get(label);
          return [label, threshold === undefined ? overrideLabels.includes(label) : overridePercentage < threshold];
        }),
      );
      // It knows none of the directives that a subgraph composes for operations, and takes them for a mistake.
      const document = visit(parse(operation), {
        [Kind.DIRECTIVE]: ({ name }) => (apiSchema.directive(name.value) ? undefined : null),
      });
      const parsed = operationFromDocument(apiSchema, document, { validate: false });
      return planner.buildQueryPlan(parsed, { overrideConditions });
    },
  };
}

function labelsOf(supergraph: Supergraph): string[] {
  const labels = new Set<string>();
  for (const application of supergraph.schema.directive('join__field')?.applications() ?? []) {
    const label: unknown = application.arguments()['overrideLabel'];
    if (typeof label === 'string') labels.add(label);
  }
  return [...labels];
}

const PERCENTAGE = /^percent\((\d+(?:\.\d+)?)\)$/;

function isPercentage(label: string): boolean {
  return PERCENTAGE.test(label);
}

function percentageOf(label: string): number {
  return Number(PERCENTAGE.exec(label)?.[1]);
}
