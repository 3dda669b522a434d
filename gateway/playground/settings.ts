/** One operation that the playground offers, ready to run. */
export interface PlaygroundOperation {
  /** Name for people, also of the tab. */
  name: string;
  /** GraphQL document with this one operation. */
  document: string;
}

/** What the page fetches from `/playground.json` when it starts. Holds nothing secret: anybody may read it. */
export interface PlaygroundSettings {
  /** Path of the GraphQL endpoint on the page's own origin. */
  endpoint: string;
  /** OpenID Connect issuer; absent: the page offers no login. */
  issuer?: string;
  /** Public client (no secret) that the issuer knows with the page's own address as redirect URI. */
  clientId: string;
  /** Scopes asked for at login; `openid` is always asked for. */
  scopes: readonly string[];
  /** Operations that are open when a person comes for the first time; the first one is in front. */
  operations: readonly PlaygroundOperation[];
}
