import { join } from 'node:path';
import type { ProcessPlan } from './supervisor.ts';
import type { SystemPlan } from './system-plan.ts';

/** The registry's place among the ports of `npm start`. */
export const registryPort = { name: 'registry', port: 4100 } as const;

/** The graph that a development system serves. */
export const servedGraph = 'amtgraph@prod';

export const registryUrl = ({ ports }: SystemPlan) => `http://127.0.0.1:${ports.get(registryPort.name)}`;

/** What anybody may ask of the project's own subgraphs, and of the examples. */
const publicRootFields = [
  'office',
  'authority',
  'authorities',
  'authorityByAgs',
  'service',
  'services',
  'competentAuthority',
  'plateDistrict',
  'plateDistricts',
  'complaint',
]
  .map((field) => `Query.${field}`)
  .concat('Mutation.reportComplaint');

/** The schema registry of a development system. */
export function registryProcess(plan: SystemPlan): ProcessPlan {
  const { secrets, databaseUrls, environment } = plan;
  return {
    name: registryPort.name,
    entry: 'schema/registry/main.js',
    environment: {
      NODE_ENV: environment,
      PORT: String(plan.ports.get(registryPort.name)),
      DATABASE_URL: databaseUrls.get(registryPort.name) ?? '',
      REGISTRY_SIGNING_KEY: secrets.registryKey,
      REGISTRY_ROOT_TOKEN: secrets.registryRootToken,
      REGISTRY_GATEWAY_TOKEN: secrets.registryGatewayToken,
      PUBLIC_ROOT_FIELDS: publicRootFields.join(','),
      // Everything of a development system runs on this machine.
      ALLOWED_HOSTS: '127.0.0.1,localhost',
    },
  };
}

/** What the gateway reads to follow the registry. */
export function followingEnvironment(plan: SystemPlan, data: string): Record<string, string> {
  return {
    REGISTRY_URL: registryUrl(plan),
    REGISTRY_GRAPH: servedGraph,
    REGISTRY_TOKEN: plan.secrets.registryGatewayToken,
    REGISTRY_KEYS: plan.secrets.registryJwks,
    SUPERGRAPH_CACHE: join(data, 'supergraph'),
  };
}
