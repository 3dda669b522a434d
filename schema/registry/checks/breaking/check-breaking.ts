import { CriticalityLevel, type Change } from '@graphql-inspector/core';
import type { GraphQLSchema } from 'graphql';
import type { CheckInput, CheckResult } from '../check.ts';
import { settle, skipped, type Remark } from '../finding.ts';
import { graphItself } from '../../domain/actor.ts';
import { placeIn } from '../subgraph/place-in.ts';
import { apiDiff } from './api-diff.ts';
import { affectedBy, type Affected } from './traces.ts';
import { Usage, type Use } from './usage.ts';

/** Whether clients would notice: changes of the API schema, judged by what was recorded of its use. */
export async function checkBreaking(input: CheckInput): Promise<CheckResult> {
  const { composition, apiBefore, subgraph, approvals } = input;
  if (apiBefore === undefined) return skipped('breaking', 'Nothing is live yet that could break.');
  if (!composition || 'errors' in composition)
    return skipped('breaking', 'There is no next API schema to compare with.');
  const usage = new Usage(input.usage);
  const { before, changes } = await apiDiff(apiBefore, composition.apiSdl);
  const remarks = changes.flatMap((change) => remarkOn(change, before, usage, input));
  return settle('breaking', subgraph, remarks, approvals);
}

function remarkOn(change: Change, schema: GraphQLSchema, usage: Usage, input: CheckInput): Remark[] {
  if (String(change.type).startsWith('DIRECTIVE_USAGE_')) return [];
  const affected = affectedBy(change, schema);
  const place = placeIn(input, affected.coordinate);
  const about = { message: change.message, coordinate: affected.coordinate, detail: change.message, ...place };
  const { level, reason } = change.criticality;
  if (level === CriticalityLevel.NonBreaking) return [];
  if (level === CriticalityLevel.Dangerous) {
    return [
      {
        ...about,
        code: String(change.type),
        severity: 'warning',
        why: reason ?? 'Clients may behave differently.',
        remedy: 'Tell those who use it.',
      },
    ];
  }
  return [{ ...about, code: String(change.type), ...judged(affected, usage, input) }];
}

type Judgement = Pick<Remark, 'severity' | 'why' | 'remedy' | 'approvableBy'>;

const mend =
  'Keep it and mark it with @deprecated until nobody uses it, or have those who run the graph approve the break.';

/** A change that breaks nobody who is there may pass. */
function judged({ traces }: Affected, usage: Usage, { requests, policy }: CheckInput): Judgement {
  const breaks = { severity: 'error', remedy: mend, approvableBy: [graphItself] } as const;
  if (requests === 0)
    return { ...breaks, why: 'No use of this graph has been recorded, so nobody can say that it is not in use.' };
  if (!traces) return { ...breaks, why: 'Whether it is used is not recorded, so it counts as used.' };
  const use = usage.of(traces);
  const percent = (use.requests / requests) * 100;
  const { minimalUsage } = policy;
  if (use.requests === 0)
    return { severity: 'warning', why: 'Nobody has used it in 30 days.', remedy: 'Nothing has to be done.' };
  if (use.requests < minimalUsage.requests && percent < minimalUsage.percent) {
    return {
      severity: 'warning',
      why: `${usedBy(use, percent)} That is below what counts as use.`,
      remedy: 'Tell those who use it.',
    };
  }
  return { ...breaks, why: usedBy(use, percent) };
}

const mostClients = 5;

function usedBy({ requests, clients }: Use, percent: number): string {
  const shown = clients.slice(0, mostClients).map(({ name, requests: count }) => `${name} (${count})`);
  const more = clients.length > mostClients ? ` and ${clients.length - mostClients} more` : '';
  return `In 30 days ${requests} requests used it, ${percent.toFixed(percent < 1 ? 2 : 0)} % of all: ${shown.join(', ')}${more}.`;
}
