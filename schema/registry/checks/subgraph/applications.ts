import { isFederationDirectiveDefinedInSchema } from '@apollo/federation-internals';
import type {
  Directive,
  FederationMetadata,
  Post20FederationDirectiveDefinition,
  SchemaElement,
  Subgraph,
} from '@apollo/federation-internals';

// oxlint-disable-next-line typescript/no-explicit-any -- the library's own name for any element of a schema
export type AnyElement = SchemaElement<any, any>;
// oxlint-disable-next-line typescript/no-explicit-any -- the library's own bound for arguments
type AnyArguments = Record<string, any>;
export type Application<Arguments extends AnyArguments = AnyArguments> = Directive<AnyElement, Arguments>;

/** Where a subgraph uses a directive of Federation, whatever it is called there. */
export function applicationsOf<Arguments extends AnyArguments>(
  subgraph: Subgraph,
  find: (metadata: FederationMetadata) => Post20FederationDirectiveDefinition<Arguments>,
): Application<Arguments>[] {
  try {
    const definition = find(subgraph.metadata());
    return isFederationDirectiveDefinedInSchema(definition) ? [...definition.applications()] : [];
  } catch {
    // The library insists that a directive exists which this version of Federation does not have yet.
    return [];
  }
}

/** Uses of a directive at one element. */
export function applicationsAt<Arguments extends AnyArguments>(
  subgraph: Subgraph,
  element: AnyElement,
  find: (metadata: FederationMetadata) => Post20FederationDirectiveDefinition<Arguments>,
): Application<Arguments>[] {
  return applicationsOf(subgraph, find).filter(({ parent }) => parent === element);
}

/** `Type.field(argument:)` of an element; undefined for the schema itself. */
export function coordinateOf(element: AnyElement): string | undefined {
  return 'coordinate' in element && typeof element.coordinate === 'string' ? element.coordinate : undefined;
}
