/** What a citizen's token may allow at the API, as `<what>:<read or write>`. */
export const citizenScopes = [
  'profile:read',
  'profile:write',
  'appointments:read',
  'appointments:write',
  'vehicles:read',
  'vehicles:write',
  'payments:read',
  'payments:write',
] as const;

/** What a clerk's token may allow: what an authority does, and nothing that a citizen does. */
export const clerkScopes = ['procedures:decide', 'payments:administer'] as const;

/** What a client asks for that wants everything: the token allows what there is of it for this account. */
export const allScopes: readonly string[] = ['openid', ...citizenScopes, ...clerkScopes];
