import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { AssuranceLevel } from '../../kit/caller/caller.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { channels, inLanguage, type Channel } from '../domain/competence.ts';
import { requireAgs } from '../storage/authorities.ts';
import { findCompetence } from '../storage/find-competence.ts';
import type { DirectoryStore } from '../storage/store.ts';
import { publicAsParent, publicFor } from '../../kit/schema/cache-control.ts';
import { AssuranceLevelEnum } from '../../kit/schema/assurance-level.ts';
import { Authority, toAuthority } from './authority.ts';
import { AN_HOUR } from './cache-life.ts';
import { Service, toService } from './service.ts';
import { ServiceFee, toServiceFee } from './service-fee.ts';

export const ServiceChannelEnum = Object.fromEntries(channels.map((channel) => [channel, channel]));
registerEnumType(ServiceChannelEnum, {
  name: 'ServiceChannel',
  description: 'How a service can be asked for.',
  valuesConfig: {
    ONLINE: { description: 'Online, as a whole.' },
    COUNTER: { description: 'At a counter of the authority, often with an appointment.' },
  },
});

@ObjectType({ description: 'Who is competent for a service in a place, and what it takes there.' })
export class Competence {
  @Directive(publicAsParent)
  @Field(() => Authority, { description: 'The competent authority (zuständige Stelle).' })
  authority!: Authority;

  @Directive(publicAsParent)
  @Field(() => Service, { description: 'The service.' })
  service!: Service;

  @Field(() => [ServiceChannelEnum], { description: 'How it can be asked for there, as far as known.' })
  channels!: readonly Channel[];

  @Field(() => AssuranceLevelEnum, {
    nullable: true,
    description: 'How surely the online service must know who asks; null where it need not, or where it is not known.',
  })
  requiredAssurance?: AssuranceLevel | null;

  @Field(() => [String], { description: 'What to bring or to have at hand; empty where not known.' })
  documents!: string[];

  @Field(() => ServiceFee, { nullable: true, description: 'What it costs there; null where not known.' })
  fee?: ServiceFee | null;

  @Field(() => Int, { nullable: true, description: 'How long it takes at the counter, minutes; null where not known.' })
  durationMinutes?: number | null;
}

@Resolver(() => Competence)
export class CompetenceResolver {
  @Directive(publicFor(AN_HOUR))
  @Query(() => Competence, {
    nullable: true,
    description:
      'Who is competent for a service in a place. Null when the service or the place is not known, or the area is too wide to say (a state, for a service of municipalities). Public.',
  })
  async competentAuthority(
    @Arg('serviceId', () => ID, { description: 'Identifier of the service.' }) serviceId: string,
    @Arg('ags', () => String, {
      description:
        'AGS of the place, best of the municipality (8 digits); for vehicles that of the keeper’s main residence.',
    })
    ags: string,
    @Ctx() context: RequestContext<DirectoryStore>,
  ): Promise<Competence | null> {
    const found = await findCompetence(context.store, serviceId, requireAgs('ags', ags));
    if (!found) return null;
    const { authority, service, rule } = found;
    return {
      authority: toAuthority(authority, context),
      service: toService(service, context),
      channels: rule.channels ?? [],
      requiredAssurance: rule.requiredAssurance ?? null,
      documents: (rule.documents ?? []).map((document) => inLanguage(document, context.language)),
      fee: toServiceFee(rule.fee, context.language),
      durationMinutes: rule.durationMinutes ?? null,
    };
  }
}
