import type { Language } from '../../platform/language.ts';
import type { Kysely } from 'kysely';
import type { NonEmptyArray } from 'type-graphql';
import type { Migrations } from '../../platform/database/migrate.ts';
import type { Caller } from './caller/caller.ts';
import type { SpecimenCitizen } from './specimen/citizen.ts';
import type { Announcements } from './subscriptions/change-feed.ts';
import type { Change } from './subscriptions/pending-changes.ts';

/** In which language texts for people are written. */
export type { Language };

/** What a resolver gets as its context: who asks, in which language, and the data of this subgraph as that caller sees it. */
export interface RequestContext<Store> {
  caller: Caller;
  language: Language;
  store: Store;
}

/** The context of a subscription: also what changes from now on for a citizen. A new one, with a new store, is made for each event. */
export interface SubscriptionContext<Store> extends RequestContext<Store> {
  changes: { of(citizen: string): Promise<AsyncIterable<Change>> };
}

/** An entity reference as the gateway sends it: `__typename` and the fields of one key. */
export type Reference = { __typename: string } & Record<string, unknown>;

/** Turns a reference into the entity, or null when it does not exist or is not the caller's to see. */
export type ReferenceResolver<Store> = (
  reference: Reference,
  context: RequestContext<Store>,
) => Promise<unknown> | unknown;

// type-graphql identifies classes by their constructor; their instances' shape does not matter here.
// eslint-disable-next-line typescript/no-unsafe-function-type
type AnyClass = Function;

/** A citizen of the specimen data, with the identifiers under which this subgraph knows them. */
export interface SeedCitizen extends SpecimenCitizen {
  /** Sector identifier, what the caller assertion will carry as `sub`. */
  sub: string;
}

/** Everything that makes a subgraph; declaring it has no side effects. */
export interface Subgraph<Database, Store> {
  /** As in `rover.yaml`, e.g. `vehicle-registration`; also the audience of caller assertions. */
  name: string;
  /** Resolver classes of type-graphql. */
  resolvers: NonEmptyArray<AnyClass>;
  /** Entity classes: they belong to the schema also where no root field returns them. */
  entities: AnyClass[];
  references: Record<string, ReferenceResolver<Store>>;
  migrations: Migrations;
  /** Where its subscriptions hear of changes; a subgraph without subscriptions has none. */
  announcements?: Announcements<Database>;
  /** Opens the data for one request: a loader lives as long as the request does. */
  openStore(db: Kysely<Database>, caller: Caller): Store;
  /** Reference data that the subgraph needs before it serves; idempotent. */
  prepare?(db: Kysely<Database>): Promise<void>;
  /** Writes specimen data for these citizens; idempotent. */
  seed?(db: Kysely<Database>, citizens: readonly SeedCitizen[]): Promise<void>;
}
