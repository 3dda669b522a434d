import type { FederationMetadata, Post20FederationDirectiveDefinition } from '@apollo/federation-internals';
import { placeOf, type Remark } from '../finding.ts';
import { applicationsOf, coordinateOf, type Application } from '../subgraph/applications.ts';
import { named, type TakeoverContext, type TakeoverRule } from './rule.ts';

interface Reach {
  find: (metadata: FederationMetadata) => Post20FederationDirectiveDefinition<never>;
  code: string;
  severity: 'error' | 'warning';
  why: string;
}

const shutsOut =
  'Requirements of all subgraphs are put together: this one would decide who may see what belongs to another.';
const prices =
  'The highest price of all subgraphs counts: one that is too high makes every operation that uses the element be refused.';

const protecting: readonly Reach['find'][] = [
  (metadata) => metadata.authenticatedDirective() as never,
  (metadata) => metadata.requiresScopesDirective() as never,
  (metadata) => metadata.policyDirective() as never,
];
const pricing: readonly Reach['find'][] = [
  (metadata) => metadata.costDirective() as never,
  (metadata) => metadata.listSizeDirective() as never,
];

/** What a directive on one side does to the element for everybody. */
const reaches: readonly Reach[] = [
  {
    find: (metadata) => metadata.inaccessibleDirective() as never,
    code: 'HIDES_FOREIGN_ELEMENT',
    severity: 'error',
    why: 'One subgraph that says @inaccessible hides the element from all clients of all agencies.',
  },
  ...protecting.map((find) => ({ find, code: 'PROTECTS_FOREIGN_ELEMENT', severity: 'error' as const, why: shutsOut })),
  ...pricing.map((find) => ({ find, code: 'PRICES_FOREIGN_ELEMENT', severity: 'error' as const, why: prices })),
  {
    find: (metadata) => metadata.contextDirective() as never,
    code: 'SETS_FOREIGN_CONTEXT',
    severity: 'warning',
    why: 'Fields of this type can be read from here by fields further down.',
  },
  {
    find: (metadata) => metadata.tagDirective() as never,
    code: 'TAGS_FOREIGN_ELEMENT',
    severity: 'warning',
    why: 'Tags of all subgraphs are put together; tools that filter by tag would treat the element of another differently.',
  },
];

/**
 * Threat: directives of all subgraphs are merged, so a directive on a shared type (`AssuranceLevel`, `Citizen`, `Query`) hides, locks or prices what
 * belongs to others. Rule: on what is another's, they need the owner's word.
 */
export const directsForeignElement: TakeoverRule = (context) => [
  ...reaches.flatMap((reach) =>
    applicationsOf(context.subgraph, reach.find).flatMap((application) => remarkOn(application, reach, context)),
  ),
  ...[...context.subgraph.schema.deprecatedDirective().applications()].flatMap((application) =>
    remarkOn(application as Application, deprecation, context),
  ),
];

const deprecation: Omit<Reach, 'find'> = {
  code: 'DEPRECATES_FOREIGN_ELEMENT',
  severity: 'error',
  why: 'Clients would be told to stop using what its owner means to keep.',
};

function remarkOn(application: Application, reach: Omit<Reach, 'find'>, { input, owners }: TakeoverContext): Remark[] {
  const coordinate = coordinateOf(application.parent);
  const approvableBy = coordinate === undefined ? [] : owners.othersAt(coordinate);
  if (coordinate === undefined || approvableBy.length === 0) return [];
  const { code, severity, why } = reach;
  const used = String(application);
  return [
    {
      code,
      severity,
      message: `${coordinate} belongs to ${named(input, approvableBy)}, and would get ${used}.`,
      why,
      remedy: `Take ${used} off ${coordinate}, or ask ${named(input, approvableBy)} to approve.`,
      coordinate,
      detail: used,
      approvableBy,
      ...placeOf(input.subgraph, application.sourceAST),
    },
  ];
}
