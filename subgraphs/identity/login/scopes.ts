/** What a citizen's token may allow at the API, as `<what>:<read or write>`. */
export const apiScopes = [
  'profile:read',
  'profile:write',
  'appointments:read',
  'appointments:write',
  'vehicles:read',
  'vehicles:write',
  'payments:read',
  'payments:write',
] as const;

/** What a client asks for that wants everything a citizen may do herself. */
export const citizenDefaultScopes: readonly string[] = ['openid', ...apiScopes];
