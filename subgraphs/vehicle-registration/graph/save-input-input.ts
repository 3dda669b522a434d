import { Field, ID, InputType } from 'type-graphql';
import { GraphQLDate } from '../../kit/schema/scalars.ts';
import { inputNames, type InputName } from '../domain/procedures/input-name.ts';
import type { GivenInput } from '../storage/procedures/save-input.ts';
import { GraphQLSecurityCode } from './security-code.ts';

@InputType({ description: 'What was given for a procedure. What is left out stays, null removes.' })
export class SaveInputInput implements Partial<Record<InputName, string | boolean | null>> {
  @Field(() => ID, { description: 'Identifier of the procedure.' })
  procedureId!: string;

  @Field(() => String, { nullable: true, description: 'Vehicle identification number (FIN), 17 characters.' })
  vin?: string | null;

  @Field(() => String, { nullable: true, description: 'Number plate, as people write it: `L AB 1234`.' })
  plate?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Municipality of the keeper's main residence: AGS, 8 digits. The competent authority follows from it.",
  })
  residence?: string | null;

  @Field(() => GraphQLSecurityCode, {
    nullable: true,
    description: 'Code under the seal of the front plate, 3 characters.',
  })
  sealCodeFront?: string | null;

  @Field(() => GraphQLSecurityCode, {
    nullable: true,
    description: 'Code under the seal of the rear plate, 3 characters.',
  })
  sealCodeRear?: string | null;

  @Field(() => GraphQLSecurityCode, {
    nullable: true,
    description: 'Code of registration certificate I (Fahrzeugschein), 7 characters.',
  })
  certificateOneCode?: string | null;

  @Field(() => GraphQLSecurityCode, {
    nullable: true,
    description: 'Code of registration certificate II (Fahrzeugbrief), 12 characters.',
  })
  certificateTwoCode?: string | null;

  @Field(() => String, { nullable: true, description: 'Confirmation number of the insurance (eVB), 7 characters.' })
  insuranceConfirmation?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Reference of the SEPA mandate for the vehicle tax (`createSepaMandate` of payments).',
  })
  taxMandate?: string | null;

  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'Last day on which the main inspection is valid, as it stands in certificate I.',
  })
  inspectionDueOn?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The declaration that there is no scrapping certificate (Verwertungsnachweis).',
  })
  hasNoScrappingCertificate?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A reserved plate (`reservePlate`) to take; without one the authority gives one out.',
  })
  plateReservation?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'De-registration: whether the plate stays reserved for the keeper, for up to 12 months.',
  })
  keepsPlate?: boolean | null;
}

/** The fields that were given, as text; null removes. */
export function givenInput(input: SaveInputInput): GivenInput {
  const entries = inputNames.flatMap((name) => {
    const value = input[name];
    return value === undefined ? [] : [[name, value === null ? null : String(value)] as const];
  });
  return Object.fromEntries(entries);
}
