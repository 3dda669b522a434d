import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  InputType,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import {
  connectionOf,
  listSize,
  PageArguments,
  toConnection,
  type ConnectionValue,
} from '../../kit/schema/connection.ts';
import { publicFor } from '../../kit/schema/cache-control.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import type { AuthorityLevel } from '../domain/authority-level.ts';
import { requireAgs, type AuthorityFilter, type AuthorityRow } from '../storage/authorities.ts';
import type { DirectoryStore } from '../storage/store.ts';
import { AuthorityContact, toContact } from './authority-contact.ts';
import { AN_HOUR } from './cache-life.ts';
import { AuthorityLevelEnum } from './authority-level.ts';

type Context = RequestContext<DirectoryStore>;

@InputType('AuthorityFilter', { description: 'Which authorities are wanted; conditions combine.' })
export class AuthorityFilterInput implements AuthorityFilter {
  @Field(() => AuthorityLevelEnum, { nullable: true, description: 'Only of this level.' })
  level?: AuthorityLevel | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only in this area: AGS of a state (2 digits), a district (5) or a municipality (8).',
  })
  withinAgs?: string | null;
}

@Directive('@key(fields: "id")')
@Directive('@key(fields: "ags")')
@Directive(publicFor(AN_HOUR))
@ObjectType({ description: 'An authority (Behörde) of the federation, a state, a district or a municipality.' })
export class Authority {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => String, { description: 'Name as people know it, for example `Stadt Leipzig`.' })
  name!: string;

  @Field(() => AuthorityLevelEnum, { description: 'Its level.' })
  level!: AuthorityLevel;

  @Field(() => String, {
    nullable: true,
    description:
      'Official municipality key (AGS) of its area: 2 digits for a state, 5 for a district, 8 for a municipality. Null for authorities that are not the one of an area, e.g. federal ones.',
  })
  ags?: string | null;

  @Field(() => String, { nullable: true, description: 'Regional key (ARS), 12 digits, where known.' })
  ars?: string | null;

  @Field(() => AuthorityContact, { description: 'How to reach it.' })
  contact!: AuthorityContact;

  area!: string;
}

export function toAuthority(row: AuthorityRow, { language }: Context): Authority {
  const { id, ags, ars, area, level } = row;
  const name = language === 'en' ? (row.curated_name_en ?? row.name) : row.name;
  return { id, name, level, ags, ars, area, contact: toContact(row) };
}

/** By `id` or by `ags`; the 5 digits of a city that belongs to no district give the city. Authorities are public. */
export async function resolveAuthority({ id, ags }: Reference, context: Context): Promise<Authority | null> {
  const { authorities } = context.store;
  const row = typeof id === 'string' ? await authorities.byId.load(id) : await authorities.byAgs.load(String(ags));
  return row && toAuthority(row, context);
}

export const AuthorityConnection = connectionOf(() => Authority, 'Authority', { isPublic: true });

@Resolver(() => Authority)
export class AuthorityResolver {
  @FieldResolver(() => [Authority], {
    description:
      'The authorities above it, nearest first: district, state, federation. A city that belongs to no district has none of a district.',
  })
  async parents(@Root() authority: Authority, @Ctx() context: Context): Promise<Authority[]> {
    const rows = await context.store.authorities.parents(authority);
    return rows.map((row) => toAuthority(row, context));
  }

  @FieldResolver(() => [String], {
    description: 'Plate district codes (Unterscheidungszeichen) given out in its area, as far as known.',
  })
  async plateCodes(@Root() { area }: Authority, @Ctx() { store }: Context): Promise<string[]> {
    return (await store.authorities.plateCodes.load(area)).map(({ code }) => code);
  }

  @Directive(publicFor(AN_HOUR))
  @Query(() => Authority, {
    nullable: true,
    description: 'An authority; null when there is none with this id. Public.',
  })
  authority(
    @Arg('id', () => ID, { description: 'Identifier of the authority.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Authority | null> {
    return resolveAuthority({ __typename: 'Authority', id }, context);
  }

  @Directive(publicFor(AN_HOUR))
  @Query(() => Authority, {
    nullable: true,
    description: 'The authority of an area; null when the directory has none. Public.',
  })
  authorityByAgs(
    @Arg('ags', () => String, {
      description:
        'AGS of a state (2 digits), a district (5) or a municipality (8). The 5 digits of a city that belongs to no district give the city.',
    })
    ags: string,
    @Ctx() context: Context,
  ): Promise<Authority | null> {
    return resolveAuthority({ __typename: 'Authority', ags: requireAgs('ags', ags) }, context);
  }

  @Directive(listSize)
  @Directive(publicFor(AN_HOUR))
  @Query(() => AuthorityConnection, {
    nullable: true,
    description: 'Authorities: the best answers to `query` first, without it by name. Public.',
  })
  async authorities(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
    @Arg('query', () => String, {
      nullable: true,
      description: 'What to look for: a name, a town, a postal code; typing errors are forgiven.',
    })
    query?: string,
    @Arg('filter', () => AuthorityFilterInput, { nullable: true, description: 'Which are wanted; all by default.' })
    filter?: AuthorityFilterInput,
  ): Promise<ConnectionValue<Authority>> {
    const rows = await context.store.authorities.list(query?.trim() || null, filter ?? {}, page);
    return toConnection(rows, (row) => toAuthority(row, context));
  }
}
