import { createHash } from 'node:crypto';

/** What stands under the seals and on the certificates of a vehicle. */
export interface VehicleCodes {
  sealCodeFront: string;
  sealCodeRear: string;
  certificateOneCode: string;
  certificateTwoCode: string;
}

/** Digits and letters without I, O, i, l and o. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz0123456789';

/** The codes of a specimen vehicle: made of its VIN, so that whoever develops can work them out. Nothing like it exists for real vehicles. */
export function specimenCodes(vin: string): VehicleCodes {
  return {
    sealCodeFront: drawn(`seal front ${vin}`, 3),
    sealCodeRear: drawn(`seal rear ${vin}`, 3),
    certificateOneCode: drawn(`certificate I ${vin}`, 7),
    certificateTwoCode: certificateTwoCode(vin),
  };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest();

function drawn(text: string, length: number): string {
  return [...hashOf(text).subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** `F`, ten characters of the hash, and a check character: the sum of values times weights 2 to 12, modulo 11, with X for ten. */
function certificateTwoCode(vin: string): string {
  const body = `F${hashOf(`certificate II ${vin}`).toString('hex').slice(0, 10).toUpperCase()}`;
  const sum = [...body].reduce((total, character, place) => total + Number.parseInt(character, 36) * (place + 2), 0);
  return body + (sum % 11 === 10 ? 'X' : String(sum % 11));
}
