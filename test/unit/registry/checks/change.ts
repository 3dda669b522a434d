import type {
  CheckInput,
  CheckResult,
  CompositionOutcome,
  SubgraphVersion,
} from '../../../../schema/registry/checks/check.ts';
import { composeSubgraphs } from '../../../../schema/registry/composition/compose-subgraphs.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external",
  "@provides", "@requires", "@override", "@inaccessible", "@tag", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@cost",
  "@listSize", "@context", "@fromContext", "@composeDirective"])\n`;

/** A subgraph; the line that links to Federation is put in front where there is none. */
export function version(name: string, sdl: string, url = `https://${name}.example/graphql`): SubgraphVersion {
  return { name, url, sdl: /@link|# federation 1/.test(sdl) ? sdl : link + sdl };
}

/** How many lines `version` puts in front. */
export const linkLines = 3;

const compositions = new Map<string, CompositionOutcome>();

/** What a registry's worker says of these subgraphs; composed once, however many tests ask. */
export function composed(subgraphs: readonly SubgraphVersion[]): CompositionOutcome {
  const inputs = JSON.stringify(subgraphs);
  const outcome = compositions.get(inputs) ?? composeSubgraphs(subgraphs);
  compositions.set(inputs, outcome);
  return outcome;
}

export interface ChangeOptions extends Partial<Omit<CheckInput, 'policy'>> {
  policy?: Partial<CheckInput['policy']>;
}

/**
 * A change of one subgraph in a graph whose subgraphs each belong to an agency of their own, called like them. `before` is live; the one of the
 * same name is replaced by `proposed`.
 */
export function change(
  before: readonly SubgraphVersion[],
  proposed: SubgraphVersion,
  options: ChangeOptions = {},
): CheckInput {
  const after = [...before.filter(({ name }) => name !== proposed.name), proposed];
  const live = before.length > 0 ? composed(before) : undefined;
  if (live && 'errors' in live)
    throw new Error(`What is live does not compose: ${live.errors.map(({ message }) => message).join(' ')}`);
  const { policy, ...others } = options;
  return {
    subgraph: proposed.name,
    proposed,
    current: before,
    composition: composed(after),
    ...(live && { apiBefore: live.apiSdl, supergraphBefore: live.supergraphSdl }),
    usage: [],
    requests: 0,
    agencies: Object.fromEntries(
      after.map(({ name }) => [name, { id: name, name: `Amt ${name}`, contact: `${name}@example.de` }]),
    ),
    ownership: {},
    approvals: [],
    ...others,
    policy: {
      production: true,
      publicRootFields: [],
      allowedHosts: [],
      minimalUsage: { requests: 0, percent: 0 },
      ...policy,
    },
  };
}

/** `CODE at coordinate` of what stops the change. */
export function errorsOf({ findings }: CheckResult): string[] {
  return findings.flatMap(({ severity, code, coordinate }) =>
    severity === 'error' ? [coordinate === undefined ? code : `${code} at ${coordinate}`] : [],
  );
}
