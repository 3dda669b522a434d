import { Kind, valueFromASTUntyped } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';

/** A specification that a supergraph links to: `@link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)`. */
export interface LinkedFeature {
  /** The URL without its version: `https://specs.apollo.dev/join`. */
  identity: string;
  /** `0.5` */
  version: string;
  /** The prefix of its names in this schema: `join`, unless `as:` says otherwise. */
  nameInSchema: string;
  /** Names that are used without the prefix, as they are called here; directives start with `@`. */
  importedNames: ReadonlySet<string>;
  /** What the specification calls them, to what they are called here. */
  imports: ReadonlyMap<string, string>;
  /** `for:`, `SECURITY` or `EXECUTION`: whoever does not know the feature must not serve the supergraph. */
  purpose: string | undefined;
}

const FEATURE_URL = /^(?<identity>.*\/(?<name>[^/]+))\/v(?<version>\d+\.\d+)\/?$/;

/** The features a supergraph's `schema` definition links to, with `@link` (Federation 2) or `@core` (its older form). */
export function linkedFeatures(document: DocumentNode): LinkedFeature[] {
  return document.definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((node) => node.directives ?? [])
    .map(featureOf)
    .filter((feature) => feature !== undefined);
}

/** Whether a directive (`@name`) or a type (`name`) is defined by one of the features rather than by a subgraph. */
export function isFeatureName(name: string, features: readonly LinkedFeature[]): boolean {
  const bare = name.startsWith('@') ? name.slice(1) : name;
  return features.some(
    (feature) =>
      bare.startsWith(`${feature.nameInSchema}__`) ||
      (bare !== name && bare === feature.nameInSchema) ||
      feature.importedNames.has(name),
  );
}

/** What a directive of the feature with this identity is called here (`inaccessible`, unless it was renamed). */
export function directiveName(identity: string, name: string, features: readonly LinkedFeature[]): string | undefined {
  const feature = features.find((candidate) => candidate.identity === identity);
  if (!feature) return undefined;
  const imported = feature.imports.get(`@${name}`);
  if (imported !== undefined) return imported.slice(1);
  return identity.endsWith(`/${name}`) ? feature.nameInSchema : `${feature.nameInSchema}__${name}`;
}

function featureOf(directive: ConstDirectiveNode): LinkedFeature | undefined {
  const url = argument(directive, 'url') ?? argument(directive, 'feature');
  if (url?.kind !== Kind.STRING) return undefined;
  const parts = FEATURE_URL.exec(url.value)?.groups;
  if (!parts) return undefined;
  const alias = argument(directive, 'as');
  const purpose = argument(directive, 'for');
  const imports = new Map(importedNames(argument(directive, 'import')));
  return {
    identity: parts['identity'] ?? '',
    version: parts['version'] ?? '',
    nameInSchema: alias?.kind === Kind.STRING ? alias.value : (parts['name'] ?? ''),
    importedNames: new Set(imports.values()),
    imports,
    purpose: purpose?.kind === Kind.ENUM ? purpose.value : undefined,
  };
}

/** `import: ["@key", { name: "@tag", as: "@label" }]` */
function importedNames(value: ConstValueNode | undefined): [name: string, used: string][] {
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((item) => {
    const entry: unknown = valueFromASTUntyped(item);
    if (typeof entry === 'string') return [[entry, entry]];
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, as } = { name: undefined, as: undefined, ...entry };
    const used: unknown = as ?? name;
    return typeof name === 'string' && typeof used === 'string' ? [[name, used]] : [];
  });
}

function argument(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((candidate) => candidate.name.value === name)?.value;
}
