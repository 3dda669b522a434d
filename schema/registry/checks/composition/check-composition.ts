import type { CheckInput, CheckResult, CompositionIssue, SourceLocation } from '../check.ts';
import { settle, skipped, type Remark } from '../finding.ts';
import { rootTypes } from '../ownership.ts';
import { placeIn } from '../subgraph/place-in.ts';
import { explanationOf } from './explanations.ts';
import { hintExplanation } from './hints.ts';

/** Enough to see what is wrong. */
const mostIssues = 50;

/** What composition said, with the reason and a way out in plain words. */
export function checkComposition(input: CheckInput): CheckResult {
  const { subgraph, composition, approvals } = input;
  if (!composition) return skipped('composition', 'Composition was not tried.');
  const remarks =
    'errors' in composition
      ? composition.errors.slice(0, mostIssues).map((issue) => mistake(issue, subgraph))
      : composition.hints.flatMap((hint) => hintFor(hint, input)).slice(0, mostIssues);
  return settle('composition', subgraph, remarks, approvals);
}

function mistake(issue: CompositionIssue, subgraph: string): Remark {
  return { ...said(issue), severity: 'error', ...explanationOf(issue.code), ...placeAmong(issue, subgraph) };
}

/** Hints are about all subgraphs; whoever publishes one wants to read those about it. */
function hintFor(hint: CompositionIssue, input: CheckInput): Remark[] {
  const own = hint.nodes?.filter(({ subgraph }) => subgraph === input.subgraph) ?? [];
  const place = hint.coordinate === undefined || own.length > 0 ? {} : placeIn(input, hint.coordinate);
  if (own.length === 0 && !concerns(hint, input, 'location' in place)) return [];
  return [{ ...said(hint), ...hintExplanation(hint.code), ...placeAmong(hint, input.subgraph), ...place }];
}

/**
 * Of some elements composition tells neither subgraph nor place, and to say who lacks something it names all the others, also those that have nothing to do with it.
 * @param isHere whether the subgraph has the element, or its type
 */
function concerns(
  { coordinate, nodes = [], message }: CompositionIssue,
  { subgraph }: CheckInput,
  isHere: boolean,
): boolean {
  const isNamed = message.includes(`"${subgraph}"`);
  if (coordinate === undefined) return isNamed;
  const isOfRoot = rootTypes.has(coordinate.split('.')[0] ?? '');
  return isHere && ((isNamed && (!isOfRoot || nodes.length === 0)) || (nodes.length === 0 && !isOfRoot));
}

function said({
  code,
  message,
  coordinate,
}: CompositionIssue): Pick<Remark, 'code' | 'message' | 'detail' | 'coordinate'> {
  // Some are laid out for a terminal.
  const line = message.replaceAll(/\s*\n\s*/g, ' ');
  return { code, message: line, detail: message, ...(coordinate === undefined ? {} : { coordinate }) };
}

/** The first place in the SDL of whoever publishes, or else in that of another. */
function placeAmong({ nodes = [] }: CompositionIssue, subgraph: string): { location?: SourceLocation } {
  const node = nodes.find((each) => each.subgraph === subgraph) ?? nodes[0];
  if (node?.subgraph === undefined || node.line === undefined || node.column === undefined) return {};
  return { location: { subgraph: node.subgraph, line: node.line, column: node.column } };
}
