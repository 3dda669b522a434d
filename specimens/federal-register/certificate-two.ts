import { createHash } from 'node:crypto';

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The code of registration certificate II of a specimen vehicle, 12 characters: `F`, ten that follow from the VIN, and a check character
 * modulo 11. The register's real weights are not published; these are the specimen's own.
 */
export function specimenCertificateTwoCode(vin: string): string {
  const hash = createHash('sha256').update(`certificate II ${vin}`).digest('hex').toUpperCase();
  const body = `F${hash.slice(0, 10)}`;
  const sum = [...body].reduce((total, each, place) => total + characters.indexOf(each) * (place + 2), 0);
  return body + (sum % 11 === 10 ? 'X' : String(sum % 11));
}
