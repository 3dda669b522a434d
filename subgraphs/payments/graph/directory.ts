import { Directive, Field, ObjectType } from 'type-graphql';

/** The directory's entity; here only the key that names its area. */
@Directive('@key(fields: "ags", resolvable: false)')
@ObjectType({ description: 'An authority; the directory describes it.' })
export class Authority {
  @Field(() => String, { description: 'Area: AGS of a state (2 digits), a district (5) or a municipality (8).' })
  ags!: string;
}
