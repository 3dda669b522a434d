import { placeOf, type Remark } from '../finding.ts';
import { readSubgraph } from '../subgraph/read-subgraph.ts';
import type { CheckInput } from '../check.ts';
import type { Owners } from '../ownership.ts';
import { facesOf, type ElementFace } from './supergraph-faces.ts';
import { named } from './rule.ts';

/**
 * Threat: a way of touching what is another's that no other rule here knows. Rule: whatever the way, when the next supergraph says something else about
 * an element than the one before, and the element belongs to another, its owner agrees.
 * @param explained coordinates about which other rules have said all
 */
export function effectsOnOthers(input: CheckInput, owners: Owners, explained: ReadonlySet<string>): Remark[] {
  const { composition, supergraphBefore, subgraph } = input;
  if (!composition || !('supergraphSdl' in composition) || supergraphBefore === undefined) return [];
  const before = facesOf(supergraphBefore, subgraph);
  const after = facesOf(composition.supergraphSdl, subgraph);
  const schema = input.proposed && readSubgraph(input.proposed)?.schema;
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((coordinate) => {
    const approvableBy = owners.othersAt(coordinate);
    const change = approvableBy.length > 0 && changeOf(before.get(coordinate), after.get(coordinate));
    if (!change || explained.has(coordinate) || mayBeTheirOwn(approvableBy, input)) return [];
    return {
      ...change,
      message: `${coordinate} belongs to ${named(input, approvableBy)} and ${change.message}`,
      why: 'What others publish stays what it is when this subgraph changes.',
      remedy: `Define ${coordinate} as its owner does, or leave it out; or ask ${named(input, approvableBy)} to approve.`,
      coordinate,
      approvableBy,
      ...placeOf(subgraph, schema?.elementByCoordinate(coordinate)?.sourceAST),
    };
  });
}

function changeOf(
  before: ElementFace | undefined,
  after: ElementFace | undefined,
): Pick<Remark, 'code' | 'severity' | 'message' | 'detail'> | undefined {
  if (!after) return before && { code: 'REMOVES_FOREIGN_ELEMENT', severity: 'error', message: 'would disappear.' };
  if (!before) {
    // A field that is new belongs to whoever adds it.
    return after.isMember
      ? { code: 'ADDS_TO_FOREIGN_TYPE', severity: 'error', message: 'would be one more.' }
      : undefined;
  }
  if (before.substance !== after.substance) {
    const message = `would change from \`${before.substance}\` to \`${after.substance}\`.`;
    return { code: 'CHANGES_FOREIGN_ELEMENT', severity: 'error', message, detail: after.substance };
  }
  if (before.text === after.text) return undefined;
  const message = `would be described differently: ${JSON.stringify(after.text)}.`;
  return { code: 'DESCRIBES_FOREIGN_ELEMENT', severity: 'warning', message, detail: after.text };
}

/** Where several change together, what becomes of an element may be its owner's own doing; each was looked at by itself before that. */
function mayBeTheirOwn(theirs: readonly string[], { changedTogether = [], agencies, subgraph }: CheckInput): boolean {
  const changing = changedTogether.filter((name) => name !== subgraph).map((name) => agencies[name]?.id);
  return theirs.every((owner) => changing.includes(owner));
}
