import { z } from 'zod';
import { httpUrl, list } from '../../platform/config/fields.ts';

/** Where the supergraph comes from, as the environment says it. */
export const supergraphEnvironment = {
  /**
   * Path of the supergraph; a change of the file is taken over without a restart. schema/supergraph.graphql unless told. With REGISTRY_URL it is
   * what is served while the registry has never been reached.
   */
  SUPERGRAPH_FILE: z.string().optional(),
  /** Base URL of the registry that the supergraph comes from; a file unless told. */
  REGISTRY_URL: httpUrl.optional(),
  /** Graph and variant in that registry. */
  REGISTRY_GRAPH: z
    .string()
    .regex(/^[a-z][a-z0-9-]*@[a-z][a-z0-9-]*$/, 'expected graph@variant, for example amtgraph@prod')
    .default('amtgraph@prod'),
  /** Token of role `gateway`. */
  REGISTRY_TOKEN: z.string().optional(),
  /** The registry's public keys: a JWKS as JSON, or the URL (file:, https:) of one. */
  REGISTRY_KEYS: z
    .string()
    .refine((text) => isJson(text) || isUrl(text), 'expected a JWKS as JSON, or its URL (file: or https:)')
    .optional(),
  /** Folder in which the newest good supergraph is kept for a start without the registry. */
  SUPERGRAPH_CACHE: z.string().optional(),
  /** Hosts that routing URLs may name although they are inside or without https: `payments`, `127.0.0.1:4004`, `*.agency.example`. */
  SUBGRAPH_HOSTS: list,
};

/** The settings, read. */
export type SupergraphSettings = {
  [Name in keyof typeof supergraphEnvironment]: z.infer<(typeof supergraphEnvironment)[Name]>;
};

/** What is missing for following a registry. */
export function registryProblems(settings: SupergraphSettings): string[] {
  if (settings.REGISTRY_URL === undefined) return [];
  const needed = ['REGISTRY_TOKEN', 'REGISTRY_KEYS', 'SUPERGRAPH_CACHE'] as const;
  const missing = needed.filter((name) => settings[name] === undefined);
  return missing.map(
    (name) => `REGISTRY_URL needs ${name}: what the registry says is verified, and kept for a start without it.`,
  );
}

function isJson(text: string): boolean {
  return text.startsWith('{');
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && ['file:', 'https:', 'http:'].includes(new URL(text).protocol);
}
