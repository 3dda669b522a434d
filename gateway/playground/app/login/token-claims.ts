import { isRecord } from '../settings.ts';

/** The two claims that the page shows. They are read for display only: checking the token is the gateway's work. */
export interface TokenClaims {
  /** Level of assurance. */
  acr?: string;
  /** End of validity in seconds since 1970. */
  exp?: number;
}

/** Reads the claims of a JWT; a token that is no JWT has none that the page could read. */
export function readClaims(token: string | undefined): TokenClaims {
  const payload = token?.split('.')[1];
  if (payload === undefined) return {};
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!isRecord(claims)) return {};
    const { acr, exp } = claims;
    return { ...(typeof acr === 'string' ? { acr } : {}), ...(typeof exp === 'number' ? { exp } : {}) };
  } catch {
    return {};
  }
}
