import type { Language } from '../../kit/subgraph.ts';

/** How an authority can reach somebody; null where it cannot. */
export interface Contact {
  mail: string | null;
  /** E.164: `+` and at most 15 digits. */
  phone: string | null;
}

/** A change of contact: what is missing stays, null removes. */
export type ContactChange = { [Key in keyof Contact]?: Contact[Key] | undefined };

export type ContactProblemCode =
  'MAIL_INVALID' | 'MAIL_TOO_LONG' | 'PHONE_INVALID' | 'NOTHING_TO_CHANGE' | 'NO_ACCOUNT';

/** Why a change cannot be made, in a form that a form can act on. */
export interface ContactProblem {
  code: ContactProblemCode;
  /** The part of the change, undefined for the whole. */
  field?: keyof Contact;
}

/** RFC 5321, 4.5.3.1: octets of a local part and of a whole path. */
const longestLocalPart = 64;
const longestMail = 254;

// One @, a domain of two or more labels, no white space or control characters. Whether the box exists only a message can tell.
const mailPattern =
  /^[^\s\p{Cc}@<>"(),:;[\]\\]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]*[\p{L}\p{N}]$/u;

/** E.164: a country code does not begin with 0. */
const phonePattern = /^\+[1-9]\d{6,14}$/;

/** What people put between digits to read them better. */
const phoneDecoration = /[\s()/.-]/g;

function checkMail(mail: string): ContactProblem[] {
  const [localPart = ''] = mail.split('@');
  if (Buffer.byteLength(mail) > longestMail || Buffer.byteLength(localPart) > longestLocalPart) {
    return [{ code: 'MAIL_TOO_LONG', field: 'mail' }];
  }
  const isValid =
    mailPattern.test(mail) && !mail.includes('..') && !localPart.startsWith('.') && !localPart.endsWith('.');
  return isValid ? [] : [{ code: 'MAIL_INVALID', field: 'mail' }];
}

const checkPhone = (phone: string): ContactProblem[] =>
  phonePattern.test(phone) ? [] : [{ code: 'PHONE_INVALID', field: 'phone' }];

/** The change without what only helps to read, and everything that is wrong with it. */
export function checkContactChange(change: ContactChange): { change: ContactChange; problems: ContactProblem[] } {
  const mail = typeof change.mail === 'string' ? change.mail.trim() : change.mail;
  const phone = typeof change.phone === 'string' ? change.phone.replaceAll(phoneDecoration, '') : change.phone;
  const problems = [
    ...(typeof mail === 'string' ? checkMail(mail) : []),
    ...(typeof phone === 'string' ? checkPhone(phone) : []),
    ...(mail === undefined && phone === undefined ? [{ code: 'NOTHING_TO_CHANGE' as const }] : []),
  ];
  const given = { ...(mail === undefined ? {} : { mail }), ...(phone === undefined ? {} : { phone }) };
  return { change: given, problems };
}

interface ProblemText {
  message: string;
  remedy: string;
}

const texts: Record<ContactProblemCode, Record<Language, ProblemText>> = {
  MAIL_INVALID: {
    de: { message: 'Das ist keine E-Mail-Adresse.', remedy: 'Geben Sie eine Adresse wie erika@example.org an.' },
    en: { message: 'This is not a mail address.', remedy: 'Give an address such as erika@example.org.' },
  },
  MAIL_TOO_LONG: {
    de: {
      message: 'Die E-Mail-Adresse ist zu lang.',
      remedy: 'Geben Sie eine Adresse mit höchstens 254 Zeichen an, davon 64 vor dem @.',
    },
    en: {
      message: 'The mail address is too long.',
      remedy: 'Give an address of at most 254 characters, 64 of them before the @.',
    },
  },
  PHONE_INVALID: {
    de: {
      message: 'Das ist keine internationale Telefonnummer.',
      remedy: 'Beginnen Sie mit + und der Landesvorwahl, zum Beispiel +49 30 23010000.',
    },
    en: {
      message: 'This is not an international telephone number.',
      remedy: 'Begin with + and the country code, for example +49 30 23010000.',
    },
  },
  NOTHING_TO_CHANGE: {
    de: {
      message: 'Es wurde nichts angegeben, was geändert werden soll.',
      remedy: 'Geben Sie mail oder phone an; null löscht.',
    },
    en: { message: 'Nothing was given that should change.', remedy: 'Give mail or phone; null removes.' },
  },
  NO_ACCOUNT: {
    de: { message: 'Dieses Bürgerkonto gibt es nicht mehr.', remedy: 'Melden Sie sich ab und neu an.' },
    en: { message: 'This citizen account does not exist any more.', remedy: 'Log out and log in again.' },
  },
};

/** The problem in words. */
export const explainContactProblem = ({ code }: ContactProblem, language: Language): ProblemText =>
  texts[code][language];
