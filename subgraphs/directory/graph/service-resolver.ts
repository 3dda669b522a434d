import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import { publicFor } from '../../kit/schema/cache-control.ts';
import { listSize, PageArguments, toConnection, type ConnectionValue } from '../../kit/schema/connection.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { inLanguage, ruleFor, type PlaceRule } from '../domain/competence.ts';
import type { DirectoryStore } from '../storage/store.ts';
import { AssuranceLevelEnum } from '../../kit/schema/assurance-level.ts';
import { AN_HOUR } from './cache-life.ts';
import { resolveService, Service, ServiceConnection, ServiceFilterInput, toService } from './service.ts';
import { ServiceFee, toServiceFee } from './service-fee.ts';

type Context = RequestContext<DirectoryStore>;

/** What holds for a service in the whole country. */
async function nationalRule({ id }: Service, { store }: Context): Promise<PlaceRule> {
  return ruleFor(await store.rules.load(id), '');
}

@Resolver(() => Service)
export class ServiceResolver {
  @FieldResolver(() => AssuranceLevelEnum, {
    nullable: true,
    description: 'How surely the online service must know who asks; null where it need not, or where it is not known.',
  })
  async requiredAssurance(@Root() service: Service, @Ctx() context: Context): Promise<AssuranceLevel | null> {
    return (await nationalRule(service, context)).requiredAssurance ?? null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether it can be asked for online everywhere; null where that is not known. A place may offer more.',
  })
  async isOnlineAvailable(@Root() service: Service, @Ctx() context: Context): Promise<boolean | null> {
    return (await nationalRule(service, context)).channels?.includes('ONLINE') ?? null;
  }

  @FieldResolver(() => [String], {
    nullable: true,
    description: 'What to bring or to have at hand; null where not known.',
  })
  async documents(@Root() service: Service, @Ctx() context: Context): Promise<string[] | null> {
    const { documents } = await nationalRule(service, context);
    return documents?.map((document) => inLanguage(document, context.language)) ?? null;
  }

  @FieldResolver(() => ServiceFee, { nullable: true, description: 'What it costs everywhere; null where not known.' })
  async fee(@Root() service: Service, @Ctx() context: Context): Promise<ServiceFee | null> {
    return toServiceFee((await nationalRule(service, context)).fee, context.language);
  }

  @Directive(publicFor(AN_HOUR))
  @Query(() => Service, { nullable: true, description: 'A service; null when there is none with this id. Public.' })
  service(
    @Arg('id', () => ID, { description: 'Identifier of the service.' }) id: string,
    @Ctx() context: Context,
  ): Promise<Service | null> {
    return resolveService({ __typename: 'Service', id }, context);
  }

  @Directive(listSize)
  @Directive(publicFor(AN_HOUR))
  @Query(() => ServiceConnection, {
    nullable: true,
    description: 'Services: the best answers to `query` first, without it by title. Public.',
  })
  async services(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: Context,
    @Arg('query', () => String, {
      nullable: true,
      description:
        'What to look for, German or English; umlauts may be written `ü`, `ue` or `u`, typing errors are forgiven. 200 characters count.',
    })
    query?: string,
    @Arg('filter', () => ServiceFilterInput, { nullable: true, description: 'Which are wanted; all by default.' })
    filter?: ServiceFilterInput,
  ): Promise<ConnectionValue<Service>> {
    const rows = await context.store.services.list(query?.trim() || null, filter ?? {}, page);
    return toConnection(rows, (row) => toService(row, context));
  }
}
