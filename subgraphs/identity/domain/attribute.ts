/** What an account says about its owner; each attribute has a level of assurance of its own. */
export const attributes = [
  'FAMILY_NAME',
  'GIVEN_NAMES',
  'BIRTH_NAME',
  'TITLE',
  'DATE_OF_BIRTH',
  'PLACE_OF_BIRTH',
  'NATIONALITY',
  'ADDRESS',
  'MAIL',
  'PHONE',
] as const;

export type Attribute = (typeof attributes)[number];

/** Attributes that come from the card's chip (PAuswG § 18 (3)); the others are what somebody once typed. */
export const cardAttributes: readonly Attribute[] = attributes.filter((name) => name !== 'MAIL' && name !== 'PHONE');
