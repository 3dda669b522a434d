import type { CheckResult, Finding } from '../checks/check.ts';
import { isUuid } from '../domain/uuid.ts';
import type { Selectable } from 'kysely';
import { isWording } from '../launch/api-changes.ts';
import type { Registry } from '../registry.ts';
import type { CheckRunTable } from '../storage/database.ts';

/** What GraphQL's Int can hold. */
const largestInt = 2_147_483_647;

type CheckRow = Selectable<CheckRunTable>;

/** A check run as Rover reads a workflow: our checks, sorted into the kinds of task that it knows. */
export async function checkWorkflow({ db, publicUrl }: Registry, graph: string, id: string) {
  if (!isUuid(id)) return null;
  const row = await db
    .selectFrom('check_run')
    .selectAll()
    .where('graph', '=', graph)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const results = row.results as CheckResult[];
  const targetURL = `${publicUrl}/checks/${id}`;
  const named = (...names: CheckResult['name'][]) => results.filter(({ name }) => names.includes(name));
  const task = (name: string, of: readonly CheckResult[]) => ({
    __typename: `${name}CheckTask`,
    id: `${id}/${name}`,
    status: of.some(({ status }) => status === 'failed') ? 'FAILED' : 'PASSED',
    targetURL,
  });
  const composition = named('composition');
  const tasks: object[] = [
    {
      ...task('Composition', composition),
      // Whatever it is, Rover says that there were no changes of the API; with `true` at least that something was modified.
      coreSchemaModified: row.changes_supergraph,
      result: { __typename: 'CompositionCheckResult', errors: errorsOf(composition).map(toCompositionError) },
    },
    {
      ...task('Custom', named('policy', 'takeover', 'limits')),
      result: { violations: violationsOf(named('policy', 'takeover', 'limits')) },
    },
  ];
  if (!composition.some(({ status }) => status === 'failed')) {
    tasks.push({ ...task('Operations', named('breaking')), result: operationsOf(named('breaking'), row) });
  }
  const lint = named('lint').filter(({ status }) => status !== 'skipped');
  if (lint.length > 0) tasks.push({ ...task('Lint', lint), result: lintOf(lint) });
  return { id, status: row.passed ? 'PASSED' : 'FAILED', tasks };
}

const findingsOf = (results: readonly CheckResult[]) => results.flatMap(({ findings }) => findings);
const errorsOf = (results: readonly CheckResult[]) =>
  findingsOf(results).filter(({ severity }) => severity === 'error');

function toCompositionError({ message, code, location }: Finding) {
  return { message, code, locations: location ? [{ line: location.line, column: location.column }] : [] };
}

function placesOf({ location }: Finding) {
  if (!location) return [];
  const place = { byteOffset: 0, line: location.line, column: location.column };
  return [{ start: place, end: place, subgraphName: location.subgraph }];
}

function violationsOf(results: readonly CheckResult[]) {
  return results.flatMap(({ name, findings }) =>
    findings.map((finding) => ({
      coordinate: finding.coordinate ?? null,
      level: { error: 'ERROR', warning: 'WARNING', note: 'INFO' }[finding.severity],
      // A row of a table: the page has the rest.
      message: finding.severity === 'error' ? `${finding.message} ${finding.why} ${finding.remedy}` : finding.message,
      rule: `${name}/${finding.code}`,
      sourceLocations: placesOf(finding),
    })),
  );
}

/** The changes that the check of breaking changes has something to say about, then those that break nobody. Words are no change to operations. */
function operationsOf(
  results: readonly CheckResult[],
  { requests, api_changes }: Pick<CheckRow, 'requests' | 'api_changes'>,
) {
  const findings = findingsOf(results);
  const judged = findings.map(({ severity, code, message, why }) => ({
    severity: severity === 'error' ? 'FAILURE' : 'NOTICE',
    code,
    // Rover shows one text: who uses it belongs to what breaks.
    description: severity === 'error' ? `${message}. ${why}` : message,
  }));
  const said = new Set(findings.map(({ message }) => message));
  const others = api_changes
    .filter((change) => !said.has(change.message) && !isWording(change))
    .map(({ code, message }) => ({ severity: 'NOTICE', code, description: message }));
  return {
    checkSeverity: results.some(({ status }) => status === 'failed') ? 'FAILURE' : 'NOTICE',
    numberOfCheckedOperations: Math.min(requests, largestInt),
    changes: [...judged, ...others],
  };
}

function lintOf(results: readonly CheckResult[]) {
  const findings = findingsOf(results);
  const count = (severity: Finding['severity']) => findings.filter((finding) => finding.severity === severity).length;
  return {
    diagnostics: findings.map((finding) => ({
      level: { error: 'ERROR', warning: 'WARNING', note: 'IGNORED' }[finding.severity],
      message: finding.message,
      coordinate: finding.coordinate ?? '',
      rule: finding.code,
      sourceLocations: placesOf(finding),
    })),
    stats: { errorsCount: count('error'), warningsCount: count('warning') },
  };
}
