import { Arg, Ctx, Directive, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { requireCitizen } from '../../kit/caller/caller.ts';
import { Problem } from '../../kit/schema/problem.ts';
import type { RequestContext } from '../../kit/subgraph.ts';
import { paymentProblem } from '../domain/payment-problem.ts';
import { workOf, type PaymentsDesk } from '../processing/desk.ts';
import { signMandate } from '../processing/sign-mandate.ts';
import { revokeMandate, type SepaMandateRow } from '../storage/sepa-mandates.ts';
import { Citizen } from './citizen.ts';
import { toProblems } from './problems.ts';

@ObjectType({ description: 'A SEPA direct debit mandate for the vehicle tax (SEPA-Lastschriftmandat).' })
export class SepaMandate {
  @Field(() => ID, { description: 'Opaque identifier.' })
  id!: string;

  @Field(() => String, { description: 'Mandate reference: a procedure that needs a mandate names it by this.' })
  reference!: string;

  @Field(() => String, {
    description: 'The account, masked: `DE89 •••• 3000`. The whole number is never given out again.',
  })
  maskedIban!: string;

  @Field(() => Date, { description: 'When the citizen gave it.' })
  signedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When the citizen revoked it.' })
  revokedAt?: Date | null;
}

@InputType({ description: 'A mandate to give.' })
export class CreateSepaMandateInput {
  @Field(() => String, { description: 'Account number (IBAN), with or without spaces.' })
  iban!: string;

  @Field(() => String, { description: 'Name of the account holder as the bank has it, 70 characters at most.' })
  accountHolder!: string;

  @Field(() => Boolean, {
    description: 'Whether the account holder consents that the vehicle tax is collected from it until further notice.',
  })
  hasConsented!: boolean;

  @Field(() => String, {
    description: '1 to 128 characters that name this wish: the same key gives the same mandate again.',
  })
  idempotencyKey!: string;
}

@ObjectType({ description: 'What became of giving a mandate.' })
export class CreateSepaMandatePayload {
  @Field(() => SepaMandate, { nullable: true, description: 'The mandate.' })
  mandate?: SepaMandate | null;

  @Field(() => [Problem], {
    description:
      'Why there is none: IBAN_INVALID, IBAN_NOT_SEPA, HOLDER_INVALID, CONSENT_MISSING, IDEMPOTENCY_CONFLICT or IDEMPOTENCY_KEY_MALFORMED; empty when there is one.',
  })
  problems!: Problem[];
}

@InputType({ description: 'The mandate to revoke.' })
export class RevokeSepaMandateInput {
  @Field(() => ID, { description: 'Identifier of the mandate.' })
  id!: string;
}

@ObjectType({ description: 'What became of revoking a mandate.' })
export class RevokeSepaMandatePayload {
  @Field(() => SepaMandate, { nullable: true, description: 'The mandate as it is now.' })
  mandate?: SepaMandate | null;

  @Field(() => [Problem], { description: 'NOT_FOUND; empty when it was revoked, now or before.' })
  problems!: Problem[];
}

function toMandate(row: SepaMandateRow): SepaMandate {
  return {
    id: row.id,
    reference: row.reference,
    maskedIban: row.masked_iban,
    signedAt: row.signed_at,
    revokedAt: row.revoked_at,
  };
}

type Context = RequestContext<PaymentsDesk>;

@Resolver(() => Citizen)
export class SepaMandateResolver {
  @Directive('@requiresScopes(scopes: [["payments:read"]])')
  @Directive('@listSize(assumedSize: 3)')
  @FieldResolver(() => [SepaMandate], {
    nullable: true,
    description: "The citizen's mandates for the vehicle tax, newest first, revoked ones too; 100 at most.",
  })
  async sepaMandates(@Ctx() { caller, store }: Context): Promise<SepaMandate[]> {
    requireCitizen(caller);
    return (await store.listMandates()).map(toMandate);
  }

  // Threat: whoever has the password alone lets somebody else's account pay. Rule: a mandate needs more than a password.
  @Directive('@policy(policies: [["assurance:substantial"]])')
  @Directive('@requiresScopes(scopes: [["payments:write"]])')
  @Mutation(() => CreateSepaMandatePayload, {
    nullable: true,
    description: 'Gives a SEPA mandate for the vehicle tax. Needs a login of level SUBSTANTIAL.',
  })
  async createSepaMandate(
    @Arg('input', () => CreateSepaMandateInput, { description: 'The mandate.' }) input: CreateSepaMandateInput,
    @Ctx() { caller, language, store }: Context,
  ): Promise<CreateSepaMandatePayload> {
    const { sub } = requireCitizen(caller);
    const wish = { ...input, holder: input.accountHolder };
    const { mandate, problems } = await signMandate(workOf(store), sub, wish);
    return { mandate: mandate && toMandate(mandate), problems: toProblems(problems, language) };
  }

  @Directive('@requiresScopes(scopes: [["payments:write"]])')
  @Mutation(() => RevokeSepaMandatePayload, { nullable: true, description: 'Revokes a mandate. Twice is once.' })
  async revokeSepaMandate(
    @Arg('input', () => RevokeSepaMandateInput, { description: 'Which one.' }) { id }: RevokeSepaMandateInput,
    @Ctx() { caller, language, store }: Context,
  ): Promise<RevokeSepaMandatePayload> {
    const { sub } = requireCitizen(caller);
    const { db, services } = workOf(store);
    const row = await revokeMandate(db, sub, id, services.clock());
    const problems = row ? [] : [paymentProblem('NOT_FOUND', 'id')];
    return { mandate: row ? toMandate(row) : null, problems: toProblems(problems, language) };
  }
}
