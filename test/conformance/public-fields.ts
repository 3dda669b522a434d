/** Root fields that anybody may ask for, without a login: what the administration publishes about itself. */
export const publicRootFields: ReadonlySet<string> = new Set([
  'office',
  'authority',
  'authorities',
  'authorityByAgs',
  'service',
  'services',
  'competentAuthority',
  'plateDistrict',
  'plateDistricts',
]);

/** Entities that belong to nobody in particular. Every other entity is a citizen's, and nobody else's to see. */
export const publicEntities: ReadonlySet<string> = new Set(['Office', 'Authority', 'Service']);
