import { isFederationField, isInterfaceType, isObjectType } from '@apollo/federation-internals';
import type { NamedType, Subgraph } from '@apollo/federation-internals';
import type { CheckInput, SubgraphVersion } from './check.ts';
import { applicationsAt } from './subgraph/applications.ts';
import { graphItself } from '../domain/actor.ts';
import { readSubgraph } from './subgraph/read-subgraph.ts';

/** Types that every subgraph shares and nobody owns; what concerns them as a whole is for those who run the graph. */
export const rootTypes: ReadonlySet<string> = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * What a subgraph claims as its own: types it defines and fields it resolves. Who claims first is the owner. A stub that only names
 * another's entity (no resolvable key, or all of its fields external) claims neither the type nor its key.
 */
export function claimedCoordinates(version: SubgraphVersion): readonly string[] {
  const subgraph = readSubgraph(version);
  if (!subgraph) return [];
  const known = claims.get(subgraph);
  if (known) return known;
  const claimed = subgraph.schema.types().flatMap((type) => claimsOf(subgraph, type));
  claims.set(subgraph, claimed);
  return claimed;
}

/** Of subgraphs that have been read: each check asks for those of all others. */
const claims = new WeakMap<Subgraph, readonly string[]>();

function claimsOf(subgraph: Subgraph, type: NamedType): string[] {
  if (isFederationType(subgraph, type)) return [];
  if (!isObjectType(type) && !isInterfaceType(type)) return [type.name];
  const metadata = subgraph.metadata();
  const fields = type
    .fields()
    .filter((field) => !isFederationField(field) && !metadata.isFieldExternal(field))
    .map(({ coordinate }) => coordinate);
  if (isObjectType(type) && type.isRootType()) return fields;
  if (isStub(subgraph, type)) return [];
  // An interface object adds fields to another's interface; the fields are its own, the interface is not.
  const isExtension = metadata.isInterfaceObjectType(type) || !type.hasNonExtensionElements();
  return isExtension ? fields : [type.name, ...fields];
}

function isStub(subgraph: Subgraph, type: NamedType): boolean {
  const keys = applicationsAt(subgraph, type, (metadata) => metadata.keyDirective());
  return keys.length > 0 && keys.every((key) => key.arguments().resolvable === false);
}

/** What Federation adds by itself (`_Service`, `FieldSet`, …). */
export function isFederationType(subgraph: Subgraph, type: NamedType): boolean {
  return (
    type.isBuiltIn || subgraph.schema.coreFeatures?.sourceFeature(type) !== undefined || federationTypes.has(type.name)
  );
}

const federationTypes = new Set(['_Any', '_Entity', '_Service', '_FieldSet', 'FieldSet']);

/** Who owns what, from the point of view of the agency that wants to change something. */
export class Owners {
  readonly agency: string;
  private readonly input: CheckInput;
  private claims: Map<string, Set<string>> | undefined;

  constructor(input: CheckInput) {
    this.input = input;
    this.agency = input.agencies[input.subgraph]?.id ?? '';
  }

  /**
   * The agencies that have to agree when somebody touches this element, none when it is the agency's own or nobody's.
   * Arguments, values and input fields belong to whoever owns the field or type they are in.
   */
  othersAt(coordinate: string): string[] {
    const owners = this.ownersOf(coordinate.replace(/\(.*$/, ''));
    return owners.includes(this.agency) ? [] : owners;
  }

  /** Subgraphs of the owners that define the type, as far as they can be read. */
  subgraphsOf(typeName: string, owners: readonly string[]): Subgraph[] {
    return this.others()
      .filter(({ name }) => owners.includes(this.input.agencies[name]?.id ?? ''))
      .flatMap((version) => readSubgraph(version) ?? [])
      .filter(({ schema }) => schema.type(typeName) !== undefined);
  }

  /** What the agency publishes under other names is its own affair. */
  isOwnSubgraph(name: string): boolean {
    return this.input.agencies[name]?.id === this.agency;
  }

  private ownersOf(coordinate: string): string[] {
    if (rootTypes.has(coordinate)) return [graphItself];
    const owner = this.input.ownership[coordinate];
    if (owner !== undefined) return [owner];
    const claimants = this.claimants(coordinate);
    if (claimants.length > 0) return claimants;
    const dot = coordinate.indexOf('.');
    const type = coordinate.slice(0, dot);
    // Values and input fields are not claimed one by one.
    return dot > 0 && this.isValueContainer(type) ? this.ownersOf(type) : [];
  }

  private isValueContainer(typeName: string): boolean {
    return this.input.current.some((version) => {
      const kind = readSubgraph(version)?.schema.type(typeName)?.kind;
      return kind === 'EnumType' || kind === 'InputObjectType';
    });
  }

  private claimants(coordinate: string): string[] {
    this.claims ??= this.readClaims();
    return [...(this.claims.get(coordinate) ?? [])];
  }

  private readClaims(): Map<string, Set<string>> {
    const claims = new Map<string, Set<string>>();
    for (const version of this.input.current) {
      const agency = this.input.agencies[version.name]?.id;
      if (agency === undefined) continue;
      for (const coordinate of claimedCoordinates(version)) {
        claims.set(coordinate, (claims.get(coordinate) ?? new Set()).add(agency));
      }
    }
    return claims;
  }

  private others(): SubgraphVersion[] {
    return this.input.current.filter(({ name }) => name !== this.input.subgraph);
  }
}
