/**
 * What a token may do. `read`, `check`, `publish` and `admin` each contain those before them; `gateway` reads supergraphs and reports usage and
 * nothing else.
 */
export const roles = ['read', 'check', 'publish', 'admin', 'gateway'] as const;
export type Role = (typeof roles)[number];

const contained: Record<Role, readonly Role[]> = {
  read: ['read'],
  check: ['read', 'check'],
  publish: ['read', 'check', 'publish'],
  admin: ['read', 'check', 'publish', 'admin'],
  gateway: ['gateway'],
};

/** Whether a token of role `has` may do what role `needed` may. */
export function includesRole(has: Role, needed: Role): boolean {
  return contained[has].includes(needed);
}
