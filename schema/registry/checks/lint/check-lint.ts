import { Linter } from 'eslint';
import { parser, rules } from '@graphql-eslint/eslint-plugin';
import { parse, print, printSchema, visit } from 'graphql';
import type { CheckInput, CheckResult, SubgraphVersion } from '../check.ts';
import { settle, skipped, type Remark } from '../finding.ts';
import { readSubgraph } from '../subgraph/read-subgraph.ts';
import { lintReasons, lintRules, otherReason } from './rules.ts';

type Violation = Linter.LintMessage;

/** Whether names and shapes are as in the rest of the graph. Only what the change adds counts: what is live has its clients. */
export function checkLint({ proposed, current, subgraph, approvals }: CheckInput): CheckResult {
  if (!proposed) return skipped('lint', 'A subgraph that is taken away has nothing to look at.');
  const found = violations(proposed);
  if (!found) return skipped('lint', 'The SDL cannot be read as a subgraph; composition says why.');
  const live = current.find(({ name }) => name === subgraph);
  const added = withoutKnown(found, (live && violations(live)) ?? []);
  return settle(
    'lint',
    subgraph,
    added.map((violation) => remarkOn(violation, subgraph)),
    approvals,
  );
}

/** As often as it was there before; line and column move when something else changes. */
function withoutKnown(found: readonly Violation[], known: readonly Violation[]): Violation[] {
  const left = new Map<string, number>();
  for (const violation of known) left.set(identity(violation), (left.get(identity(violation)) ?? 0) + 1);
  return found.filter((violation) => {
    const count = left.get(identity(violation)) ?? 0;
    if (count > 0) left.set(identity(violation), count - 1);
    return count === 0;
  });
}

function identity({ ruleId, message }: Violation): string {
  return `${ruleId ?? ''} ${message}`;
}

function remarkOn(violation: Violation, subgraph: string): Remark {
  const rule = (violation.ruleId ?? '').replace('@graphql-eslint/', '');
  return {
    code: rule.toUpperCase().replaceAll('-', '_'),
    severity: violation.severity === 2 ? 'error' : 'warning',
    message: violation.message,
    detail: violation.message,
    ...(lintReasons[rule] ?? otherReason),
    location: { subgraph, line: violation.line, column: violation.column },
  };
}

const linter = new Linter({ configType: 'flat' });

/**
 * Threat: the parser of these rules looks for a schema in files and configurations on disk when it is given none. Rule: it is always given one, as
 * text, and without the comments that would switch rules off.
 */
function violations(version: SubgraphVersion): Violation[] | undefined {
  const schemaSdl = plainSchema(version);
  if (schemaSdl === undefined) return undefined;
  const isSpecified = specifiedLines(version);
  const found = linter.verify(
    version.sdl,
    {
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': { rules } },
      languageOptions: { parser, parserOptions: { schemaSdl } },
      linterOptions: { noInlineConfig: true },
      rules: lintRules,
    },
    { filename: 'subgraph.graphql' },
  );
  return found.filter(({ line }) => !isSpecified(line));
}

/** Types and directives of linked specifications are named by those. */
function specifiedLines({ name, url, sdl }: SubgraphVersion): (line: number) => boolean {
  const schema = readSubgraph({ name, url, sdl })?.schema;
  const ranges = [...(schema?.types() ?? []), ...(schema?.directives() ?? [])]
    .filter((element) => schema?.coreFeatures?.sourceFeature(element) !== undefined)
    .flatMap(({ sourceAST }) => sourceAST?.loc ?? [])
    .map(({ startToken, endToken }) => [startToken.line, endToken.line] as const);
  return (line) => ranges.some(([first, last]) => first <= line && line <= last);
}

/** The schema as graphql-js builds it, without directives of Federation: rules only ask it for types. */
function plainSchema(version: SubgraphVersion): string | undefined {
  try {
    const schema = readSubgraph(version)?.schema.toGraphQLJSSchema();
    if (!schema) return undefined;
    const document = parse(printSchema(schema), { noLocation: true });
    return print(visit(document, { DirectiveDefinition: () => null }));
  } catch {
    return undefined;
  }
}
