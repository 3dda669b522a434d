import { placeOf, writtenPlaces } from './places.ts';
import type { Written } from './places.ts';
import type { EntityPart, Plan, PlanFetch, RequiredSelection } from './plan.ts';
import type { RequiredCall, Requirements } from './requirements.ts';
import { writtenFields } from './written-fields.ts';

/** The plan would read a value that was fetched for something else. */
export class MixedUpPlanError extends Error {
  override readonly name = 'MixedUpPlanError';
}

/**
 * Refuses a plan in which one key of the data would hold values of two calls (`price(currency: EUR)` and `price(currency: USD)`),
 * or in which a representation takes the value of another call than its field requires.
 * @throws MixedUpPlanError
 */
export function verifyPlan(plan: Plan, requirements: Requirements): void {
  const written = plan.fetches.map(writtenPlaces);
  refuseTwoCalls(written);
  for (const fetch of plan.fetches) {
    for (const part of fetch.entities) verifyPart(fetch, part, written, requirements);
  }
}

/** Only keys that planners chose are looked at: what is fetched for a client has a key of its own. */
function refuseTwoCalls(written: readonly Written[]): void {
  const known = new Map<string, string>();
  for (const fetch of written) {
    for (const [place, calls] of fetch) {
      for (const { call, isPlanners } of calls) {
        if (!isPlanners) continue;
        const other = known.get(place) ?? call;
        if (other !== call) throw new MixedUpPlanError(`The plan writes both ${other} and ${call} at ${place}.`);
        known.set(place, call);
      }
    }
  }
}

function verifyPart(fetch: PlanFetch, part: EntityPart, written: readonly Written[], requirements: Requirements): void {
  for (const { type, name } of writtenFields(fetch).entities.get(part.alias) ?? []) {
    if (type === undefined) continue;
    for (const required of requirements.of(fetch.subgraph, type, name)) {
      const keys = keysOf(part.requires, required);
      for (const path of keys ? part.paths : []) {
        const place = `${placeOf(path)}/${keys?.join('/')}`;
        for (const id of fetch.needs) {
          const calls = written[id]?.get(place) ?? [];
          const wrong = calls.find(({ call }) => call !== required.call);
          if (wrong) throw new MixedUpPlanError(`${type}.${name} requires ${required.call}, but gets ${wrong.call}.`);
        }
      }
    }
  }
}

/** The keys in the data under which a representation finds a required field. */
function keysOf(selections: readonly RequiredSelection[], { path }: Pick<RequiredCall, 'path'>): string[] | undefined {
  const [name, ...rest] = path;
  if (name === undefined) return [];
  for (const selection of selections) {
    if (selection.kind === 'type') {
      const inside = keysOf(selection.selections, { path });
      if (inside) return inside;
    } else if (selection.as === name) {
      const inside = keysOf(selection.selections, { path: rest });
      if (inside) return [selection.key, ...inside];
    }
  }
  return undefined;
}
