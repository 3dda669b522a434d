import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const list = z.object({ values: z.array(z.string().regex(/^[A-ZÄÖÜ]{1,3}$/)).min(1) });

/** A file is not a list of district codes; the message says what was expected and what came. */
export class DistrictListError extends Error {
  override name = 'DistrictListError';
}

/**
 * The district codes of a file `{ "values": ["A", "AA", …] }`, as KBA's list of Unterscheidungszeichen is published in.
 * @throws DistrictListError where it is something else; then nothing of it is used
 */
export async function readPlateDistricts(path: string): Promise<string[]> {
  const text = (await readFile(path, 'utf8')).normalize('NFC');
  const result = list.safeParse(parsed(text));
  if (result.success) return [...new Set(result.data.values)];
  const place = result.error.issues[0]?.path.join('.') || 'the file';
  throw new DistrictListError(
    `${path}: expected {"values": [...]} with codes of one to three capital letters, but ${place} is something else.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
