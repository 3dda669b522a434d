import type { Kysely } from 'kysely';
import { Arg, Ctx, Directive, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { loadMany } from '../../../subgraphs/kit/data/loaders.ts';
import type { RequestContext, Subgraph } from '../../../subgraphs/kit/subgraph.ts';

/** Two subgraphs as the kit makes them: people, and the cars that belong to them. */
interface PeopleTables {
  person: { id: string; name: string };
}

interface CarsTables {
  car: { id: string; keeper: string; make: string };
}

type People = Kysely<PeopleTables>;
type Cars = ReturnType<typeof openCars>;

@Directive('@key(fields: "id")')
@ObjectType()
class Person {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  name!: string;
}

@Resolver(() => Person)
class PersonResolver {
  @Query(() => [Person])
  people(
    @Ctx() { store }: RequestContext<People>,
    @Arg('name', () => String, { nullable: true }) name?: string | null,
  ): Promise<Person[]> {
    const all = store.selectFrom('person').selectAll().orderBy('id');
    return (name ? all.where('name', '=', name) : all).execute();
  }

  @Query(() => String, { nullable: true })
  broken(): string {
    throw new Error('The person Grete Sentinel-Gruber is not to be found at postgres://secret.');
  }
}

export const people: Subgraph<PeopleTables, People> = {
  name: 'people',
  resolvers: [PersonResolver],
  entities: [Person],
  references: {
    Person: ({ id }, { store }) =>
      store.selectFrom('person').selectAll().where('id', '=', String(id)).executeTakeFirst(),
  },
  migrations: {
    '001-people': {
      async up(db: Kysely<PeopleTables>) {
        await db.schema.createTable('person').addColumn('id', 'text').addColumn('name', 'text').execute();
        await db
          .insertInto('person')
          .values([
            { id: 'p1', name: 'Erika' },
            { id: 'p2', name: 'Max' },
          ])
          .execute();
      },
    },
  },
  openStore: (db) => db,
};

function openCars(db: Kysely<CarsTables>) {
  const byKeeper = loadMany(
    (keepers: readonly string[]) => db.selectFrom('car').selectAll().where('keeper', 'in', keepers).execute(),
    (car) => car.keeper,
  );
  return { of: (keeper: string) => byKeeper.load(keeper) };
}

@ObjectType()
class Car {
  @Field(() => String)
  make!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Person')
class Keeper {
  @Field(() => ID)
  id!: string;
}

@Resolver(() => Keeper)
class KeeperResolver {
  @FieldResolver(() => [Car], { nullable: true })
  cars(@Root() { id }: Keeper, @Ctx() { store }: RequestContext<Cars>): Promise<Car[]> {
    return store.of(id);
  }
}

export const cars: Subgraph<CarsTables, Cars> = {
  name: 'cars',
  resolvers: [KeeperResolver],
  entities: [Keeper],
  references: { Person: ({ id }) => ({ id: String(id) }) },
  migrations: {
    '001-cars': {
      async up(db: Kysely<CarsTables>) {
        await db.schema
          .createTable('car')
          .addColumn('id', 'text')
          .addColumn('keeper', 'text')
          .addColumn('make', 'text')
          .execute();
        await db
          .insertInto('car')
          .values([{ id: 'c1', keeper: 'p1', make: 'Trabant' }])
          .execute();
      },
    },
  },
  openStore: (db) => openCars(db),
};
