import { readFile } from 'node:fs/promises';
import { projectFile } from '../project-root.ts';
import { askRegistry } from './ask-registry.ts';
import { registryUrl, servedGraph } from './registry.ts';
import type { SystemPlan } from './system-plan.ts';

/** The agencies of a development system, and which of the project's subgraphs are theirs. */
const agencies = [
  { slug: 'federal-accounts', name: 'Federal citizen accounts', level: 'FEDERAL', subgraphs: ['identity'] },
  { slug: 'federal-directory', name: 'Federal directory of authorities', level: 'FEDERAL', subgraphs: ['directory'] },
  { slug: 'federal-payments', name: 'Federal cash office', level: 'FEDERAL', subgraphs: ['payments'] },
  {
    slug: 'federal-motor',
    name: 'Federal motor vehicle office',
    level: 'FEDERAL',
    subgraphs: ['vehicle-registration'],
  },
  { slug: 'leipzig', name: 'City of Leipzig', level: 'MUNICIPAL', ags: '14713000', subgraphs: ['appointments'] },
  { slug: 'chemnitz', name: 'City of Chemnitz', level: 'MUNICIPAL', ags: '14511000', subgraphs: [] },
] as const;

/** Whose a subgraph is that stands in `rover.yaml` and not above. */
const otherwise = 'federal-directory';

type Ask = (query: string, variables: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** Makes the agencies, the graph and its variants, where they are not there yet. @returns whether the graph is new */
export async function prepareRegistry(plan: SystemPlan): Promise<boolean> {
  const ask = askAsOperator(plan);
  const [graph] = servedGraph.split('@');
  const known = (await ask('{ agencies { slug } graphs { id variants { name } } }', {})) as unknown as {
    agencies: { slug: string }[];
    graphs: { id: string }[];
  };
  for (const { subgraphs: _, ...agency } of agencies) {
    if (known.agencies.some(({ slug }) => slug === agency.slug)) continue;
    const input = { ...agency, contact: `${agency.slug}@amt.example` };
    await ask('mutation ($input: AgencyInput!) { createAgency(input: $input) { slug } }', { input });
  }
  if (known.graphs.some(({ id }) => id === graph)) return false;
  await ask('mutation ($id: ID!) { createGraph(id: $id, title: "Amtgraph") { id } }', { id: graph });
  for (const [name, production] of [['prod', true] as const, ['test', false] as const]) {
    const input = { ref: `${graph}@${name}`, production };
    await ask('mutation ($input: VariantInput!) { setVariant(input: $input) { ref } }', { input });
  }
  return true;
}

interface Finding {
  key: string;
  severity: string;
  message: string;
  remedy: string;
  approvableBy: string[] | null;
}

interface Published {
  publishSubgraphs: {
    accepted: boolean;
    launch: { counter: number } | null;
    changed: string[];
    errors: { message: string }[];
    checks: { id: string; subgraph: string; results: { status: string; findings: Finding[] }[] }[];
  };
}

const publication = `mutation ($ref: ID!, $subgraphs: [SubgraphInput!]!) {
  publishSubgraphs(ref: $ref, subgraphs: $subgraphs) {
    accepted changed launch { counter } errors { message }
    checks { id subgraph results { status findings { key severity message remedy approvableBy } } }
  }
}`;

/**
 * Publishes the project's own subgraphs as their SDL stands in schema/, in one launch; nothing happens where nothing changed. Whoever
 * develops is every agency at once, so what an agency could agree to is agreed to.
 * @returns what to tell people
 */
export async function publishSubgraphs(plan: SystemPlan): Promise<string> {
  const ask = askAsOperator(plan);
  const subgraphs = await Promise.all(
    plan.subgraphs.map(async ({ name, schemaFile }) => ({
      name,
      url: `http://127.0.0.1:${plan.ports.get(name)}/graphql`,
      sdl: await readFile(projectFile(schemaFile), 'utf8'),
      agency: agencies.find((agency) => agency.subgraphs.some((own) => own === name))?.slug ?? otherwise,
    })),
  );
  const publish = async () => {
    const answer = await ask(publication, { ref: servedGraph, subgraphs });
    return (answer as unknown as Published).publishSubgraphs;
  };
  let outcome = await publish();
  if (!outcome.accepted && (await approveAll(ask, outcome))) outcome = await publish();
  if (!outcome.accepted) return `refuses the subgraphs of this folder: ${reasonsOf(outcome).join('; ')}`;
  if (!outcome.launch) return `has parts that do not compose yet: ${outcome.errors[0]?.message ?? 'no reason given'}`;
  return `${servedGraph}, launch ${outcome.launch.counter}${outcome.changed.length > 0 ? ` (${outcome.changed.join(', ')})` : ''}`;
}

const failuresOf = ({ checks }: Published['publishSubgraphs']) =>
  checks.flatMap(({ id, results }) =>
    results
      .filter(({ status }) => status === 'FAILED')
      .flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'ERROR'))
      .map((finding) => ({ ...finding, check: id })),
  );

/** Agrees to all that somebody may agree to. @returns whether that was all */
async function approveAll(ask: Ask, outcome: Published['publishSubgraphs']): Promise<boolean> {
  const failures = failuresOf(outcome);
  if (failures.some(({ approvableBy }) => !approvableBy)) return false;
  for (const { check, key, approvableBy } of failures) {
    for (const agency of approvableBy ?? []) {
      const input = { check, key, agency, note: 'Changed in the folder that this system runs from.' };
      await ask('mutation ($input: ApprovalInput!) { approve(input: $input) { id } }', { input });
    }
  }
  return failures.length > 0;
}

function reasonsOf(outcome: Published['publishSubgraphs']): string[] {
  return failuresOf(outcome)
    .slice(0, 5)
    .map(({ message, remedy }) => `${message} ${remedy}`);
}

const askAsOperator =
  (plan: SystemPlan): Ask =>
  (query, variables) =>
    askRegistry(`${registryUrl(plan)}/graphql`, plan.secrets.registryRootToken, query, variables);
