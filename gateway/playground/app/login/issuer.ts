import { allowInsecureRequests, discoveryRequest, processDiscoveryResponse } from 'oauth4webapi';
import type { AuthorizationServer, Client } from 'oauth4webapi';

/** The OpenID Connect issuer as this page's public client meets it. */
export interface Issuer {
  address: string;
  client: Client;
  /** Address of this page, where the issuer sends the browser back to. */
  redirectUri: string;
  scopes: readonly string[];
}

export function issuerFor(address: string, clientId: string, scopes: readonly string[]): Issuer {
  return { address, client: { client_id: clientId }, redirectUri: `${location.origin}/`, scopes };
}

/** Fetches the issuer's description and checks that it speaks of the same issuer. */
export async function discover(issuer: Issuer): Promise<AuthorizationServer> {
  const address = new URL(issuer.address);
  return processDiscoveryResponse(address, await discoveryRequest(address, requestOptions(issuer)));
}

/** Plain HTTP only to an issuer on this very machine, which is development; everywhere else TLS. */
export function requestOptions(issuer: Issuer): { [allowInsecureRequests]: boolean } {
  const { hostname } = new URL(issuer.address);
  return { [allowInsecureRequests]: ['localhost', '127.0.0.1', '[::1]'].includes(hostname) };
}
