import { applicationsOf, coordinateOf } from '../subgraph/applications.ts';
import { placeOf } from '../finding.ts';
import { protectionsAt, written } from '../subgraph/protections.ts';
import { named, type TakeoverContext, type TakeoverRule } from './rule.ts';

/**
 * Threat: `@override(from: …)` takes a field away from whoever serves it: requests for it go elsewhere, and what protected it there is gone. A
 * progressive one starts at nought percent. Rule: whoever owns the field agrees, for each label anew.
 */
export const overridesForeignField: TakeoverRule = (context) => {
  const { input, subgraph, owners } = context;
  return applicationsOf(subgraph, (metadata) => metadata.overrideDirective()).flatMap((application) => {
    const coordinate = coordinateOf(application.parent);
    const { from, label } = application.arguments();
    if (coordinate === undefined) return [];
    const affected = new Set([...owners.othersAt(coordinate), ...publisherOf(from, context)]);
    if (affected.size === 0) return [];
    const lost = protectionsLost(coordinate, context);
    const approvableBy = [...affected];
    return {
      code: 'OVERRIDES_FOREIGN_FIELD',
      severity: 'error',
      message: `${coordinate} would be taken over from ${from} with @override${label === undefined ? '' : ` (label "${label}")`}. It belongs to ${named(input, approvableBy)}.${lost}`,
      why: 'Requests for the field would go to this subgraph, with whatever they carry, and its answers would stand for those of the owner.',
      remedy: `Take @override off ${coordinate} and give the field another name, or ask ${named(input, approvableBy)} to approve this change.`,
      coordinate,
      detail: `${from} ${label ?? ''}`,
      approvableBy,
      ...placeOf(input.subgraph, application.sourceAST),
    };
  });
};

/** Whoever serves the field today loses it, whoever it belongs to. */
function publisherOf(from: string, { input, owners }: TakeoverContext): string[] {
  const agency = input.agencies[from]?.id;
  return agency === undefined || owners.isOwnSubgraph(from) ? [] : [agency];
}

function protectionsLost(coordinate: string, { input, owners, subgraph }: TakeoverContext): string {
  const [typeName = ''] = coordinate.split('.');
  const kept = new Set(protectionsAt(subgraph, coordinate).map(written));
  const lost = owners
    .subgraphsOf(typeName, [...new Set(Object.values(input.agencies).map(({ id }) => id))])
    .flatMap((other) => protectionsAt(other, coordinate))
    .map(written)
    .filter((protection) => !kept.has(protection));
  return lost.length === 0 ? '' : ` It would lose ${[...new Set(lost)].join(', ')}.`;
}
