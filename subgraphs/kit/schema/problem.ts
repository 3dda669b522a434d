import { Directive, Field, ObjectType } from 'type-graphql';

@Directive('@shareable')
@ObjectType({ description: 'Why something was not done, in a form that a form can act on.' })
export class Problem {
  @Field(() => String, { description: 'What it is, for programs, in SCREAMING_SNAKE case.' })
  code!: string;

  @Field(() => String, { description: "What it is, for people, in the caller's language." })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path of the input field that it is about; null for the whole input.',
  })
  field?: string[] | null;

  @Field(() => String, { nullable: true, description: "What to do about it, in the caller's language." })
  remedy?: string | null;
}
