import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CodeName } from './input-name.ts';

/** Digits and letters without those that look alike (I, O, i, l, o); upper and lower case differ. */
const readable = 'A-HJ-NP-Za-hjkmnp-z0-9';
const forms: Record<CodeName, RegExp> = {
  sealCodeFront: new RegExp(`^[${readable}]{3}$`),
  sealCodeRear: new RegExp(`^[${readable}]{3}$`),
  certificateOneCode: new RegExp(`^[${readable}]{7}$`),
  certificateTwoCode: /^[A-Z0-9]{12}$/,
};

/** The code in its canonical form, without white space; null for what cannot be such a code. What was typed is nobody's to repeat. */
export function readCode(name: CodeName, text: string): string | null {
  const code = text.replaceAll(/\s/g, '');
  return forms[name].test(code) ? code : null;
}

/** Codes as they are kept: nobody who reads the database learns one, or sees that two vehicles have the same. */
export interface CodeDigests {
  /** What is kept of a code that an applicant gave. */
  ofGiven(name: CodeName, code: string): Buffer;
  /** What is kept of a vehicle's code. */
  ofVehicle(vehicleId: string, given: Buffer): Buffer;
}

/**
 * Threat: a code of three characters is found from its hash in a moment. Rule: codes are kept as HMAC-SHA-256 under a pepper that is not in the database, and
 * for a vehicle once more with its id, so that equal codes of two vehicles do not look equal.
 */
export function codeDigests(pepper: string): CodeDigests {
  const digest = (text: string, of: string | Buffer) => createHmac('sha256', pepper).update(text).update(of).digest();
  return {
    ofGiven: (name, code) => digest(`given ${name} `, code),
    ofVehicle: (vehicleId, given) => digest(`vehicle ${vehicleId} `, given),
  };
}

/** Compares in constant time: how long it takes tells nothing about where the difference is. */
export function isSameDigest(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Stands for the code of a vehicle that does not exist, so that looking for one takes the same steps. */
export const noDigest = Buffer.alloc(32);
