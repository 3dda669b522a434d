import type { CheckInput, CheckResult, CompositionIssue } from '../check.ts';
import { settle, skipped, type Remark } from '../finding.ts';
import { explanationOf, hintExplanation } from './explanations.ts';

/** Enough to see what is wrong. */
const mostIssues = 50;

/** What composition said, with the reason and a way out in plain words. */
export function checkComposition({ subgraph, composition, approvals }: CheckInput): CheckResult {
  if (!composition) return skipped('composition', 'Composition was not tried.');
  const remarks =
    'errors' in composition
      ? composition.errors.slice(0, mostIssues).map((issue) => remarkOn(issue, 'error', subgraph))
      : composition.hints
          .filter((hint) => concerns(hint, subgraph))
          .slice(0, mostIssues)
          .map((issue) => remarkOn(issue, 'note', subgraph));
  return settle('composition', subgraph, remarks, approvals);
}

/** Hints are about all subgraphs; whoever publishes one wants to read those about it. */
function concerns({ nodes, message }: CompositionIssue, subgraph: string): boolean {
  return nodes?.some((node) => node.subgraph === subgraph) === true || message.includes(`"${subgraph}"`);
}

function remarkOn(issue: CompositionIssue, severity: 'error' | 'note', subgraph: string): Remark {
  const place = issue.nodes?.find((node) => node.subgraph === subgraph) ?? issue.nodes?.[0];
  const location =
    place?.subgraph !== undefined && place.line !== undefined && place.column !== undefined
      ? { location: { subgraph: place.subgraph, line: place.line, column: place.column } }
      : {};
  return {
    code: issue.code,
    severity,
    message: issue.message,
    detail: issue.message,
    ...(severity === 'error' ? explanationOf(issue.code) : hintExplanation),
    ...location,
  };
}
