import { projectFile } from '../project-root.ts';
import type { ListedSubgraph } from '../rover-config.ts';
import { payingEnvironment, paymentEventsEnvironment } from './payment-parties.ts';
import type { Ports } from './ports.ts';
import { followingEnvironment } from './registry.ts';
import type { Secrets } from './secrets.ts';
import { outsideEnvironment, providerEnvironment } from './specimens.ts';
import type { ProcessPlan } from './supervisor.ts';

/** What the processes of one system have in common. */
export interface SystemPlan {
  subgraphs: readonly ListedSubgraph[];
  ports: Ports;
  secrets: Secrets;
  /** Connection URL of each service's own role. */
  databaseUrls: ReadonlyMap<string, string>;
  environment: 'development' | 'production' | 'test';
}

const origin = (plan: SystemPlan, name: string) => `http://127.0.0.1:${plan.ports.get(name)}`;

export const gatewayUrl = (plan: SystemPlan) => origin(plan, 'gateway');
export const issuerUrl = (plan: SystemPlan) => `${origin(plan, 'identity')}/oidc`;

/** What a subgraph reads, and what a few of them read besides. */
export function subgraphProcess(plan: SystemPlan, name: string): ProcessPlan {
  const { secrets, ports, databaseUrls, environment } = plan;
  const extra: Record<string, Record<string, string>> = {
    identity: {
      ISSUER_URL: issuerUrl(plan),
      ISSUER_KEYS: secrets.issuerKeys,
      COOKIE_SECRETS: secrets.cookieSecret,
      PLAYGROUND_ORIGINS: `${gatewayUrl(plan)},${gatewayUrl(plan).replace('127.0.0.1', 'localhost')}`,
      BACKCHANNEL_LOGOUT_URLS: `${gatewayUrl(plan)}/backchannel-logout`,
      SPECIMEN_LOGIN: 'true',
    },
    payments: { ...providerEnvironment(plan), ...payingEnvironment(plan) },
    'vehicle-registration': {
      ...outsideEnvironment(plan),
      ...paymentEventsEnvironment(plan),
      CODE_PEPPER: secrets.codePepper,
      FEE_DEMAND_KEYS: secrets.feeDemandKeys,
    },
  };
  return {
    name,
    entry: `subgraphs/${name}/main.js`,
    environment: {
      NODE_ENV: environment,
      PORT: String(ports.get(name)),
      DATABASE_URL: databaseUrls.get(name) ?? '',
      ASSERTION_JWKS: secrets.assertionJwks,
      ...extra[name],
    },
  };
}

/** The gateway, which keeps the last good supergraph in the data folder. */
export function gatewayProcess(plan: SystemPlan, data: string): ProcessPlan {
  const { secrets, ports, subgraphs, environment } = plan;
  return {
    name: 'gateway',
    entry: 'gateway/main.js',
    environment: {
      NODE_ENV: environment,
      PORT: String(ports.get('gateway')),
      SUBGRAPH_URLS: subgraphs.map(({ name }) => `${name}=${origin(plan, name)}/graphql`).join(','),
      ...followingEnvironment(plan, data),
      // Served until the registry has been reached for the first time.
      SUPERGRAPH_FILE: projectFile('schema', 'supergraph.graphql'),
      ISSUER: issuerUrl(plan),
      ASSERTION_KEY: secrets.assertionKey,
      SECTOR_SECRET: secrets.sectorSecret,
      PLAYGROUND: 'true',
      INTROSPECTION: 'true',
      // Whoever develops also measures, with one citizen's token: budgets and rates are for production.
      LIMITS: 'costPerMinute=0',
      RATE_LIMITS: 'address=0,citizen=0,client=0',
    },
  };
}

/** Environment of a subgraph's command (seed, import): its own, and what seeding needs. */
export function commandEnvironment(plan: SystemPlan, name: string): Record<string, string> {
  return {
    ...subgraphProcess(plan, name).environment,
    NODE_ENV: 'development',
    SECTOR_SECRET: plan.secrets.sectorSecret,
  };
}
