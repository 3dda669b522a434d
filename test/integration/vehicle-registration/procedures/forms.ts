import type { RegistrationOffice } from './registration-office.ts';

type Car = Awaited<ReturnType<RegistrationOffice['addVehicle']>>;

/** What the form of a registration asks for beside the vehicle: insured, taxed, at home in Leipzig, inspected. */
export const registrationForm = {
  insuranceConfirmation: 'MU12345',
  taxMandate: 'MANDATE-1',
  residence: '14713000',
  inspectionDueOn: '2027-05-31',
};

/** The form of a change of keeper, with the codes of the car's papers. */
export const keeperChangeForm = ({ vin, plate, codes }: Car, changed: Record<string, unknown> = {}) => ({
  vin,
  plate,
  ...codes,
  ...registrationForm,
  ...changed,
});

/** The form of a de-registration by the keeper. */
export const deRegistrationForm = ({ codes }: Pick<Car, 'codes'>, changed: Record<string, unknown> = {}) => {
  const { sealCodeFront, sealCodeRear, certificateOneCode } = codes;
  return { sealCodeFront, sealCodeRear, certificateOneCode, ...changed };
};
