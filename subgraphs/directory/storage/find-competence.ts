import { authorityAtLevel, ruleFor, usualLevel, type PlaceRule } from '../domain/competence.ts';
import type { AuthorityRow } from './authorities.ts';
import type { ServiceRow } from './services.ts';
import type { DirectoryStore } from './store.ts';

export interface FoundCompetence {
  authority: AuthorityRow;
  service: ServiceRow;
  rule: PlaceRule;
}

/** Who is competent for a service in a place; null when the service or the place is not known, or nobody is found. */
export async function findCompetence(
  { services, authorities, rules }: DirectoryStore,
  serviceId: string,
  ags: string,
): Promise<FoundCompetence | null> {
  const [service, place] = await Promise.all([services.byId.load(serviceId), authorities.byAgs.load(ags)]);
  if (!service || !place) return null;
  // The place's own area: a city without a district may have been named by 5 digits.
  const [all, chain] = await Promise.all([rules.load(service.id), authorities.chain(place.area)]);
  const rule = ruleFor(all, place.area);
  const authority = rule.authorityId
    ? await authorities.byId.load(rule.authorityId)
    : atUsualLevel(chain, service, rule);
  return authority ? { authority, service, rule } : null;
}

function atUsualLevel(chain: AuthorityRow[], service: ServiceRow, rule: PlaceRule): AuthorityRow | null {
  const level = rule.level ?? usualLevel({ types: service.types, bundleLevel: service.bundle_level });
  if (!level) return null;
  const placed = chain.map((row) => ({
    id: row.id,
    level: row.level,
    isDistrictFree: row.district_of_city !== null,
    row,
  }));
  return authorityAtLevel(placed, level)?.row ?? null;
}
