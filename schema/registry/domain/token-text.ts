import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from './sha256.ts';

/** A token as its holder has it: `amt_<id>_<secret>`. The registry keeps the id and the hash. */
export interface TokenText {
  id: string;
  text: string;
  hash: string;
}

const pattern = /^amt_([a-z0-9]{16})_([\w-]{43})$/;

/** A new token of 256 random bits. A fast hash suffices for it: nobody guesses what no person chose. */
export function newToken(): TokenText {
  const id = randomBytes(8).toString('hex');
  const text = `amt_${id}_${randomBytes(32).toString('base64url')}`;
  return { id, text, hash: sha256(text) };
}

/** The id in a token's text, or undefined where it is none. */
export function tokenId(text: string): string | undefined {
  return pattern.exec(text)?.[1];
}

/** Whether this is the token whose hash was kept, in a time that says nothing about how much of it is right. */
export function isToken(text: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(text), 'hex'), Buffer.from(hash, 'hex'));
}
