/** The codes under the seals and on the certificates. They are write-only: what was given is never told again. */
export const codeNames = ['sealCodeFront', 'sealCodeRear', 'certificateOneCode', 'certificateTwoCode'] as const;
export type CodeName = (typeof codeNames)[number];

/** All that a procedure can ask for, by the name that the field of the form has. */
export const inputNames = [
  'vin',
  'plate',
  'residence',
  ...codeNames,
  'insuranceConfirmation',
  'taxMandate',
  'inspectionDueOn',
  'hasNoScrappingCertificate',
  'plateReservation',
  'keepsPlate',
] as const;
export type InputName = (typeof inputNames)[number];

/** Inputs whose value is stored; codes are not among them. */
export type ValueName = Exclude<InputName, CodeName>;

/** The values given so far, each in its canonical form. */
export type InputValues = Partial<Record<ValueName, string>>;

export function isCodeName(name: InputName): name is CodeName {
  return codeNames.some((code) => code === name);
}
