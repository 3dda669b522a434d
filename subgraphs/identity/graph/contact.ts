import { Arg, Ctx, Directive, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { requireCitizen } from '../../kit/caller/caller.ts';
import type { Language, RequestContext } from '../../kit/subgraph.ts';
import {
  checkContactChange,
  explainContactProblem,
  type ContactChange,
  type ContactProblem,
} from '../domain/contact.ts';
import type { IdentityStore } from '../storage/store.ts';
import { Citizen, toCitizen } from './citizen.ts';
import { Problem } from '../../kit/schema/problem.ts';

@InputType({ description: 'A change of how one can be reached: what is left out stays, null removes.' })
export class UpdateContactInput implements ContactChange {
  @Field(() => String, { nullable: true, description: 'Mail address, at most 254 characters.' })
  mail?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Telephone number in international form (E.164), for example `+493023010000`; spaces, slashes and hyphens are dropped.',
  })
  phone?: string | null;
}

@ObjectType({ description: 'What became of a change of contact.' })
export class UpdateContactPayload {
  @Field(() => Citizen, { nullable: true, description: 'The citizen as they are now; null without an account.' })
  citizen?: Citizen | null;

  @Field(() => [Problem], {
    description:
      'Why nothing was changed: MAIL_INVALID, MAIL_TOO_LONG, PHONE_INVALID, NOTHING_TO_CHANGE or NO_ACCOUNT; empty when it was.',
  })
  problems!: Problem[];
}

function toProblem(problem: ContactProblem, language: Language): Problem {
  const field = problem.field ? ['input', problem.field] : null;
  return { code: problem.code, field, ...explainContactProblem(problem, language) };
}

@Resolver(() => UpdateContactPayload)
export class ContactResolver {
  // Threat: whoever has the password alone sends all notices to themselves. Rule: contact changes need more than a password.
  @Directive('@policy(policies: [["assurance:substantial"]])')
  @Directive('@requiresScopes(scopes: [["profile:write"]])')
  @Mutation(() => UpdateContactPayload, {
    nullable: true,
    description:
      'Changes how the caller can be reached. Making the same change twice is making it once. Needs a login of level SUBSTANTIAL.',
  })
  async updateContact(
    @Arg('input', () => UpdateContactInput, { description: 'What to change.' }) input: UpdateContactInput,
    @Ctx() { caller, language, store }: RequestContext<IdentityStore>,
  ): Promise<UpdateContactPayload> {
    const citizen = requireCitizen(caller);
    const { change, problems } = checkContactChange(input);
    const account = problems.length > 0 ? await store.accounts.load(citizen.sub) : await store.updateContact(change);
    const found = account ? problems : [{ code: 'NO_ACCOUNT' } as const];
    return { citizen: account && toCitizen(account, citizen), problems: found.map((one) => toProblem(one, language)) };
  }
}
