import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What is kept secret of a mandate. */
export interface BankDetails {
  iban: string;
  holder: string;
}

/** Bank details as they are stored. */
export interface Sealed {
  keyId: string;
  sealed: Buffer;
}

export interface MandateKey {
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

const details = z.object({ iban: z.string(), holder: z.string() });
const [nonceLength, tagLength] = [12, 16];

/**
 * Encrypts bank details.
 * Threat: a copy of the database, or a row moved to somebody else. Rule: AES-256-GCM with a key that is not in the database, and the mandate's id as additional
 * data, so that what is sealed opens in its own row alone. The first key seals; the others still open.
 */
export class MandateSeal {
  readonly #keys: readonly [MandateKey, ...MandateKey[]];

  constructor(keys: readonly [MandateKey, ...MandateKey[]]) {
    for (const { id, key } of keys)
      if (key.length !== 32) throw new RangeError(`The key ${id} of mandates is ${key.length} bytes, expected 32.`);
    this.#keys = keys;
  }

  seal(id: string, bank: BankDetails): Sealed {
    const [{ id: keyId, key }] = this.#keys;
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
    const text = Buffer.concat([cipher.update(JSON.stringify(bank)), cipher.final()]);
    return { keyId, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
  }

  /** @throws where the key is not known any more, or what was stored is not what was sealed */
  open(id: string, { keyId, sealed }: Sealed): BankDetails {
    const key = this.#keys.find((each) => each.id === keyId)?.key;
    if (!key) throw new Error(`No key ${keyId} opens this mandate: MANDATE_KEYS has to keep the keys that were used.`);
    const [nonce, tag] = [sealed.subarray(0, nonceLength), sealed.subarray(nonceLength, nonceLength + tagLength)];
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id)).setAuthTag(tag);
    const text = Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
    return details.parse(JSON.parse(text.toString()));
  }

  /** Tells whether the same was asked for, and nothing else: made with the key named first, or any that there is. */
  fingerprint({ iban, holder }: BankDetails, { key }: MandateKey = this.#keys[0]): Buffer {
    const own = Buffer.from(hkdfSync('sha256', key, '', 'mandate fingerprint', 32));
    return createHmac('sha256', own)
      .update(JSON.stringify([iban, holder]))
      .digest();
  }

  isFingerprintOf(bank: BankDetails, fingerprint: Buffer): boolean {
    return this.#keys.some((key) => timingSafeEqual(this.fingerprint(bank, key), fingerprint));
  }
}
