import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { BadAnswerError } from './read-answer.ts';

const INFLATERS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

const TOO_LARGE = 'ERR_BUFFER_TOO_LARGE';

/** Whether a `content-encoding` means that the body has to be inflated first. */
export function isCompressed(encoding: string): boolean {
  return encoding !== '' && encoding !== 'identity';
}

/** Whether we can read a body in this `content-encoding`. Several in a row are not accepted. */
export function isReadableEncoding(encoding: string): boolean {
  return !isCompressed(encoding) || INFLATERS.has(encoding);
}

/**
 * Inflates a body, off the event loop.
 *
 * Threat: 200 KB of gzip become gigabytes. Rule: not more than `maxBytes`. Code: zlib stops when it has written that many.
 *
 * @throws BadAnswerError
 */
export async function inflated(body: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const inflater = INFLATERS.get(encoding);
  if (!inflater) throw new BadAnswerError('expected gzip, deflate, br or no compression');
  try {
    return await inflater(body, { maxOutputLength: maxBytes });
  } catch (error) {
    const tooLarge = typeof error === 'object' && error !== null && 'code' in error && error.code === TOO_LARGE;
    throw new BadAnswerError(tooLarge ? `more than ${maxBytes} bytes after inflating` : `the ${encoding} is damaged`, {
      cause: error,
    });
  }
}
