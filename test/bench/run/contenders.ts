import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { projectFile } from '../../../platform/project-root.ts';
import { SUBGRAPHS } from '../canned/subgraphs.ts';
import { peersFolder } from './install-peers.ts';

/** What a gateway needs to know to start. */
export interface Setting {
  supergraphFile: string;
  urls: Record<string, string>;
  port: number;
}

/** A gateway in the comparison. */
export interface Contender {
  name: string;
  /** Whether it comes from the folder of peers, which may not install everywhere. */
  isPeer: boolean;
  /** Why it cannot run here, if so. */
  unavailable?: () => string | undefined;
  /** Script, arguments and environment of its process. */
  command(setting: Setting): { script: string; args: string[]; env?: Record<string, string> };
}

const compiled = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const peer = (path: string): string => `${peersFolder}/${path}`;
const ours = projectFile('dist', 'gateway', 'main.js');
const withoutSharing = new URL('without-sharing.js', import.meta.url).href;

/** What the gateway asks of nobody here, so that it is not counted: everything that configuration can leave out. */
const unprotected = {
  LIMITS: [
    'tokens',
    'definitions',
    'depth',
    'introspectionDepth',
    'aliases',
    'repeats',
    'rootFields',
    'directives',
    'variables',
    'selections',
    'pageSize',
    'cost',
  ]
    .map((name) => `${name}=1000000000`)
    .concat('costPerMinute=0')
    .join(),
  RATE_LIMITS: 'address=0,citizen=0,client=0',
  OPERATIONS: 'open',
  PUBLIC_CACHE: 'false',
  ACCESS_LOG: 'false',
  MAX_IN_FLIGHT: '1000000000',
};

function ourGateway(name: string, settings: Record<string, string>): Contender {
  return {
    name,
    isPeer: false,
    unavailable: () => (existsSync(ours) ? undefined : 'dist/gateway/main.js is not there: run `npm run build`'),
    command: ({ supergraphFile, port }) => ({
      script: ours,
      args: [],
      env: { SUPERGRAPH_FILE: supergraphFile, PORT: String(port), ...settings },
    }),
  };
}

/** Ours without the protections that can be left out: what they cost is the difference. Only measured when asked for. */
export const UNPROTECTED = ourGateway('amtgraph-unprotected', unprotected);

/** One address sends everything here: the budget of a caller and of an operation would end the measurement, not the work to count it. */
const LIMITS = 'cost=1000000000,costPerMinute=1000000000000';

/** Ours with all of them at work: rates and budgets are counted, and large enough for one address that sends everything. */
export const PROTECTED = ourGateway('amtgraph-protected', {
  LIMITS,
  RATE_LIMITS: 'address=1000000000',
  LOG_LEVEL: 'info',
  METRICS_PORT: '0',
});

/** As it is measured beside the others. */
const OURS = ourGateway('amtgraph', { LIMITS, RATE_LIMITS: 'address=0' });

/** Ours, with requests in flight shared, and not. Only measured when asked for. */
export const SHARING: Record<'on' | 'off', Contender> = {
  on: {
    name: 'amtgraph-sharing',
    isPeer: false,
    command: (setting) => OURS.command(setting),
  },
  off: {
    name: 'amtgraph-not-sharing',
    isPeer: false,
    command(setting) {
      const { script, args, env } = OURS.command(setting);
      return { script, args, env: { ...env, NODE_OPTIONS: `--import=${withoutSharing}` } };
    },
  },
};

/** The yardstick. */
export const HAND_WRITTEN: Contender = {
  name: 'hand-written',
  isPeer: false,
  command: ({ urls, port }) => ({
    script: compiled('gateways/hand-written.js'),
    args: [JSON.stringify(urls), String(port)],
  }),
};

/** The yardstick first, then ours, then the others. */
export const CONTENDERS: Contender[] = [
  HAND_WRITTEN,
  OURS,
  {
    name: 'hive-gateway',
    isPeer: true,
    command: ({ supergraphFile, port }) => ({
      script: peer('node_modules/@graphql-hive/gateway/dist/bin.js'),
      args: ['supergraph', supergraphFile, '--hive-router-runtime', '--port', String(port), '--host', '127.0.0.1'],
      env: { FORK: '1', DISABLE_WEBSOCKETS: 'true' },
    }),
  },
  {
    name: 'apollo-gateway-undici',
    isPeer: false,
    command: ({ supergraphFile, port }) => ({
      script: compiled('gateways/apollo-gateway.js'),
      args: [supergraphFile, String(port), '--undici'],
    }),
  },
  {
    name: 'apollo-gateway',
    isPeer: false,
    command: ({ supergraphFile, port }) => ({
      script: compiled('gateways/apollo-gateway.js'),
      args: [supergraphFile, String(port)],
    }),
  },
  {
    name: 'mercurius',
    isPeer: true,
    command: ({ urls, port }) => ({
      script: peer('mercurius.mjs'),
      args: [
        JSON.stringify(Object.entries(SUBGRAPHS).map(([name, schema]) => ({ name, url: urls[name], schema }))),
        String(port),
      ],
    }),
  },
];
