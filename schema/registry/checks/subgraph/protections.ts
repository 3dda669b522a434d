import type { FederationMetadata, Subgraph } from '@apollo/federation-internals';
import { applicationsAt, type Application } from './applications.ts';

const protections = [
  (metadata: FederationMetadata) => metadata.authenticatedDirective(),
  (metadata: FederationMetadata) => metadata.requiresScopesDirective(),
  (metadata: FederationMetadata) => metadata.policyDirective(),
];

/** The uses of `@authenticated`, `@requiresScopes` and `@policy` at an element. */
export function protectionsAt(subgraph: Subgraph, coordinate: string): Application[] {
  const element = subgraph.schema.elementByCoordinate(coordinate);
  return element ? protections.flatMap((find) => applicationsAt(subgraph, element, find)) : [];
}

/**
 * Whether a use keeps anybody out. `scopes: [[]]` reads like a protection and is none: nothing is asked for, so everybody has it.
 */
export function keepsAnybodyOut(application: Application): boolean {
  const { scopes, policies } = application.arguments();
  const alternatives: unknown = scopes ?? policies;
  if (alternatives === undefined) return true;
  return (
    Array.isArray(alternatives) &&
    alternatives.length > 0 &&
    alternatives.every((all) => !Array.isArray(all) || all.length > 0)
  );
}

/** As it would be written in SDL. */
export function written(application: Application): string {
  return application.toString();
}
