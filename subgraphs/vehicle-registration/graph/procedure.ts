import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { serviceId } from '../../kit/data/stable-id.ts';
import { connectionOf } from '../../kit/schema/connection.ts';
import type { Reference, RequestContext } from '../../kit/subgraph.ts';
import { leikaKeys, type ProcedureKind } from '../domain/procedure-kind.ts';
import type { ProcedureState } from '../domain/procedures/state-machine.ts';
import type { ProcedureRow } from '../storage/procedures/procedure-rows.ts';
import type { VehicleStore } from '../storage/store.ts';
import { ProcedureKindEnum } from './available-procedure.ts';
import { Authority, Service } from './directory.ts';
import { ProcedureStateEnum } from './procedure-enums.ts';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A procedure of vehicle registration (i-Kfz) that the citizen began.' })
export class Procedure {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => ProcedureKindEnum, { description: 'What is applied for.' })
  kind!: ProcedureKind;

  @Field(() => ProcedureStateEnum, { description: 'Where it stands.' })
  state!: ProcedureState;

  @Field(() => Service, { nullable: true, description: 'The service, as the directory describes it.' })
  service?: Service | null;

  @Field(() => Authority, {
    nullable: true,
    description:
      "The competent registration authority, by the keeper's main residence; null until that is known. It never follows from the plate.",
  })
  authority?: Authority | null;

  @Field(() => Boolean, { description: 'Whether it is decided without a clerk, as far as that is known.' })
  isAutomatic!: boolean;

  @Field(() => Int, { description: 'How often the codes were wrong.' })
  wrongCodes!: number;

  @Field(() => Date, { description: 'When it was begun.' })
  createdAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was submitted, with its fee paid.' })
  submittedAt?: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the fee was paid.' })
  paidAt?: Date | null;

  row!: ProcedureRow;
}

export function toProcedure(row: ProcedureRow): Procedure {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    service: { id: serviceId(leikaKeys[row.kind]) },
    authority: row.authority === null ? null : { ags: row.authority },
    isAutomatic: row.route === 'AUTOMATIC',
    wrongCodes: row.wrong_codes,
    createdAt: row.created_at,
    submittedAt: row.submitted_at,
    paidAt: row.paid_at,
    row,
  };
}

/** A procedure of the caller; anybody else's is like one that does not exist. */
export async function resolveProcedure(
  { id }: Reference,
  { store }: RequestContext<VehicleStore>,
): Promise<Procedure | null> {
  const row = await store.procedures.load(String(id));
  return row && toProcedure(row);
}

@Resolver(() => Procedure)
export class ProcedureResolver {
  @Directive('@requiresScopes(scopes: [["vehicles:read"]])')
  @Query(() => Procedure, {
    nullable: true,
    description: 'A procedure that the caller began; null when there is none of theirs with this id.',
  })
  procedure(
    @Arg('id', () => ID, { description: 'Identifier of the procedure.' }) id: string,
    @Ctx() context: RequestContext<VehicleStore>,
  ): Promise<Procedure | null> {
    return resolveProcedure({ __typename: 'Procedure', id }, context);
  }
}

export const ProcedureConnection = connectionOf(() => Procedure, 'Procedure');
