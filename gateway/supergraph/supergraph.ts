import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildASTSchema, Kind, parse, validateSchema, valueFromASTUntyped } from 'graphql';
import type { BuildSchemaOptions, DefinitionNode, DocumentNode, EnumTypeDefinitionNode, GraphQLSchema } from 'graphql';
import { apiDocument } from './api-document.ts';
import { linkedFeatures } from './linked-features.ts';
import type { LinkedFeature } from './linked-features.ts';
import { readElsewhere } from './read-elsewhere.ts';

/**
 * What `@apollo/gateway` calls a supergraph manager: where a supergraph comes from and how one learns of the next.
 * Ours implement it, so that its own (Uplink, IntrospectAndCompose) plug in unchanged.
 */
export type { SupergraphManager } from '@apollo/gateway';

/** A subgraph as the supergraph names it. */
export interface SubgraphEntry {
  /** Routing URL. */
  url: string;
  /** Its value in the enum `join__Graph`, e.g. `VEHICLE_REGISTRATION`. */
  graphEnumValue: string;
}

/** A supergraph, read once and shared by all that need it. */
export interface Supergraph {
  sdl: string;
  /** Everything, with the types and directives that say which subgraph has what. */
  schema: GraphQLSchema;
  /** What clients see. */
  apiSchema: GraphQLSchema;
  /** By the name under which the subgraph was published. */
  subgraphs: Map<string, SubgraphEntry>;
  /** SHA-256 of the SDL, in hex. */
  hash: string;
}

/** The text is not a supergraph that this gateway can serve. The message says what was expected. */
export class InvalidSupergraphError extends Error {
  override readonly name = 'InvalidSupergraphError';
}

const JOIN = 'https://specs.apollo.dev/join';
const JOIN_VERSIONS = ['0.2', '0.3', '0.4', '0.5'];

/** The one read last: a source that looks whether a text is good and the engine that takes it share the work. */
let latest: Supergraph | undefined;

/**
 * Reads the SDL that composition made of the subgraphs, at once: requests wait meanwhile. A source uses `prepareSupergraph`.
 * @throws InvalidSupergraphError
 */
export function readSupergraph(sdl: string): Supergraph {
  if (latest?.sdl !== sdl) latest = read(sdl);
  return latest;
}

/**
 * Reads a supergraph without holding up the event loop: it is validated in a thread, then read a piece at a time. Once this has resolved,
 * `readSupergraph` gives the same one without any work, until the next is read.
 * Rejects with InvalidSupergraphError
 */
export async function prepareSupergraph(sdl: string): Promise<Supergraph> {
  if (latest?.sdl === sdl) return latest;
  const answer = await readElsewhere(sdl).catch(() => undefined);
  // A machine that has no thread to spare can still be served.
  if (!answer) return readSupergraph(sdl);
  if (answer.kind === 'bad') throw new InvalidSupergraphError(answer.message);
  latest = await readInPieces(sdl, answer.cuts);
  return latest;
}

const VALIDATED: BuildSchemaOptions = { assumeValid: true, assumeValidSDL: true };

function read(sdl: string): Supergraph {
  const document = parsed(sdl);
  const features = linkedFeatures(document);
  const subgraphs = subgraphsIn(document, joinFeature(features));
  const schema = built(document, 'supergraph', { assumeValidSDL: false });
  // A part of what has been validated; validating the text takes longer than everything else here.
  const apiSchema = built(apiDocument(document, features), 'API schema', { assumeValidSDL: true });
  const [problem] = validateSchema(apiSchema);
  if (problem) throw new InvalidSupergraphError(`The API schema is not a valid schema: ${problem.message}`);
  return { sdl, schema, apiSchema, subgraphs, hash: hashOf(sdl) };
}

/** What `read` does, of a text that is known to be good, with a turn of the event loop after each part. */
async function readInPieces(sdl: string, cuts: readonly number[]): Promise<Supergraph> {
  const definitions: DefinitionNode[] = [];
  let start = 0;
  for (const end of cuts) {
    definitions.push(...parsed(sdl.slice(start, end)).definitions);
    start = end;
    await nextTurn();
  }
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions };
  const schema = built(document, 'supergraph', VALIDATED);
  await nextTurn();
  const features = linkedFeatures(document);
  const visible = apiDocument(document, features);
  await nextTurn();
  const apiSchema = built(visible, 'API schema', VALIDATED);
  await nextTurn();
  return { sdl, schema, apiSchema, subgraphs: subgraphsIn(document, joinFeature(features)), hash: hashOf(sdl) };
}

function hashOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
}

function parsed(sdl: string): DocumentNode {
  if (sdl.trim() === '') throw new InvalidSupergraphError('Expected the SDL of a supergraph, but the text is empty.');
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    throw new InvalidSupergraphError(`Expected the SDL of a supergraph, but it does not parse: ${String(error)}`, {
      cause: error,
    });
  }
}

function joinFeature(features: readonly LinkedFeature[]): LinkedFeature {
  const join = features.find((feature) => feature.identity === JOIN);
  if (!join) {
    const subgraph = features.some((feature) => feature.identity === 'https://specs.apollo.dev/federation');
    const found = subgraph ? 'this is the schema of one subgraph' : `its schema links to ${listed(features)}`;
    const hint = 'Compose the subgraphs first, for example with `rover supergraph compose`.';
    throw new InvalidSupergraphError(`Expected a supergraph, linked to "${JOIN}/v0.5", but ${found}. ${hint}`);
  }
  if (!JOIN_VERSIONS.includes(join.version)) {
    const older = join.version === '0.1' ? ' (Federation 1)' : '';
    throw new InvalidSupergraphError(
      `Expected a Federation 2 supergraph (join ${JOIN_VERSIONS.join(', ')}), but this one uses join ${join.version}${older}.`,
    );
  }
  return join;
}

function subgraphsIn(document: DocumentNode, join: LinkedFeature): Map<string, SubgraphEntry> {
  const graph = document.definitions.find(
    (node): node is EnumTypeDefinitionNode =>
      node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === `${join.nameInSchema}__Graph`,
  );
  const subgraphs = new Map<string, SubgraphEntry>();
  for (const value of graph?.values ?? []) {
    const entry = value.directives?.find((directive) => directive.name.value === `${join.nameInSchema}__graph`);
    const text = (name: string): unknown => {
      const given = entry?.arguments?.find((argument) => argument.name.value === name);
      return given && valueFromASTUntyped(given.value);
    };
    const [name, url] = [text('name'), text('url')];
    if (typeof name !== 'string' || typeof url !== 'string') {
      throw new InvalidSupergraphError(
        `Expected ${value.name.value} in ${join.nameInSchema}__Graph to carry @${join.nameInSchema}__graph(name:, url:).`,
      );
    }
    subgraphs.set(name, { url, graphEnumValue: value.name.value });
  }
  if (subgraphs.size === 0) {
    throw new InvalidSupergraphError(`Expected an enum ${join.nameInSchema}__Graph that lists the subgraphs.`);
  }
  return subgraphs;
}

function built(document: DocumentNode, what: string, options: BuildSchemaOptions): GraphQLSchema {
  try {
    return buildASTSchema(document, options);
  } catch (error) {
    throw new InvalidSupergraphError(`The ${what} is not a valid schema: ${String(error)}`, { cause: error });
  }
}

function listed(features: readonly LinkedFeature[]): string {
  return features.map((feature) => `"${feature.identity}/v${feature.version}"`).join(', ') || 'nothing';
}
