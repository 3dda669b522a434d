import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { publicFor } from '../../kit/schema/cache-control.ts';
import { connectionOf } from '../../kit/schema/connection.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import { serviceTypes, type ServiceType } from '../domain/service-types.ts';
import type { ServiceFilter, ServiceRow } from '../storage/services.ts';
import type { DirectoryStore } from '../storage/store.ts';
import { AN_HOUR } from './cache-life.ts';
import { ServiceTypeEnum } from './service-type.ts';

@InputType('ServiceFilter', { description: 'Which services are wanted; conditions combine.' })
export class ServiceFilterInput implements ServiceFilter {
  @Field(() => String, { nullable: true, description: 'Only of this field (Themenfeld), in its German words.' })
  field?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of this life situation (Lage), in its German words.' })
  lifeSituation?: string | null;

  @Field(() => String, { nullable: true, description: 'Only with this LeiKa key, 14 digits.' })
  leikaKey?: string | null;

  @Field(() => String, { nullable: true, description: 'Only of the OZG bundle with this number.' })
  ozgId?: string | null;
}

@Directive('@key(fields: "id")')
@Directive(publicFor(AN_HOUR))
@ObjectType({ description: 'A service of the administration (Verwaltungsleistung).' })
export class Service {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Key in the catalogue of services (LeiKa), 14 digits; null for a service that the catalogue does not have. Not an identifier: several services may have the same.',
  })
  leikaKey?: string | null;

  @Field(() => [ServiceTypeEnum], { description: 'Who makes its rules and who runs it; often more than one.' })
  types!: ServiceType[];

  @Field(() => String, { description: "Title for people, in the caller's language where there is one in it." })
  title!: string;

  @Field(() => String, { description: 'Name in the catalogue, German.' })
  catalogueName!: string;

  @Field(() => String, { nullable: true, description: 'What it is for, in a sentence or two.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of its bundle under the online access act (OZG-ID).' })
  ozgId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of that bundle (OZG-Leistung), German.' })
  ozgBundle?: string | null;

  @Field(() => String, { nullable: true, description: 'Life situation (Lage), German.' })
  lifeSituation?: string | null;

  @Field(() => String, { nullable: true, description: 'Field (Themenfeld), German.' })
  field?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Maturity of the online service (Reifegrad), 0 to 4: 0 nothing, 2 form, 3 whole transaction online, 4 also nothing asked twice. Null where not known.',
  })
  maturity?: number | null;
}

export function toService(row: ServiceRow, { language }: RequestContext<DirectoryStore>): Service {
  const english = language === 'en';
  return {
    id: row.id,
    leikaKey: row.leika_key,
    types: row.types.flatMap((type) => typesByNumber.get(type) ?? []),
    title: english ? (row.title_en ?? row.title) : row.title,
    catalogueName: row.catalogue_name,
    description: english ? (row.description_en ?? row.description_de) : row.description_de,
    ozgId: row.ozg_id,
    ozgBundle: row.ozg_bundle,
    lifeSituation: row.life_situation,
    field: row.field,
    maturity: row.maturity,
  };
}

const typesByNumber = new Map<number, ServiceType>(
  Object.entries(serviceTypes).map(([number, type]) => [Number(number), type]),
);

/** Services are public. */
export async function resolveService(
  { id }: Reference,
  context: RequestContext<DirectoryStore>,
): Promise<Service | null> {
  const row = await context.store.services.byId.load(String(id));
  return row && toService(row, context);
}

export const ServiceConnection = connectionOf(() => Service, 'Service', { isPublic: true });
