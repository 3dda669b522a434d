import { z } from 'zod';
import { httpUrl } from '../../../platform/config/fields.ts';

const key = z.string({ error: 'expected the key that this system gave us' }).min(1);

const backOffice = z.strictObject({
  /** AGS of the competent authority, 5 or 8 digits. */
  authority: z.string().regex(/^(\d{5}|\d{8})$/),
  kind: z.enum(['rest', 'soap']),
  url: httpUrl,
  secret: z.string().min(1),
});

export type BackOfficeConfig = z.output<typeof backOffice>;

const expectedList = 'expected a JSON list of {"authority": AGS, "kind": "rest" or "soap", "url": URL, "secret": key}';

const backOffices = z.string({ error: expectedList }).transform((text, context): BackOfficeConfig[] => {
  const list = z.array(backOffice).safeParse(parsed(text));
  if (!list.success) {
    const place = list.error.issues[0]?.path.join('.');
    context.addIssue(`${expectedList}${place ? `; ${place} is something else` : ''}`);
    return z.NEVER;
  }
  const authorities = list.data.map(({ authority }) => authority);
  const twice = authorities.find((authority, place) => authorities.indexOf(authority) !== place);
  if (twice !== undefined) context.addIssue(`authority ${twice} has two back offices; expected one at most`);
  return list.data;
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the systems outside are and the keys they gave us. None has a default: guessing an address would send data to a stranger. */
export const outsideEnvironment = {
  REGISTER_URL: httpUrl,
  REGISTER_SECRET: key,
  INSURERS_URL: httpUrl,
  INSURERS_SECRET: key,
  CUSTOMS_URL: httpUrl,
  CUSTOMS_SECRET: key,
  BACK_OFFICES: backOffices,
};

export interface OutsideConfig {
  REGISTER_URL: string;
  REGISTER_SECRET: string;
  INSURERS_URL: string;
  INSURERS_SECRET: string;
  CUSTOMS_URL: string;
  CUSTOMS_SECRET: string;
  BACK_OFFICES: readonly BackOfficeConfig[];
}
